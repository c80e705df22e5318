# What fish runs to complete recallbox: recallbox completion fish

function __recallbox_candidates
    set -l words (commandline -opc)
    set -l typed (string unescape -- (commandline -ct) 2>/dev/null; or string replace -r '^[\'"]' '' -- (commandline -ct))
    for line in (command $words[1] completion candidates -- $words[2..] "$typed" 2>/dev/null)
        if string match -q -- \t'*' $line
            set -l flag (string match -r -- '^-[^=]*=' $typed)
            __fish_complete_path (string replace -- "$flag" '' $typed) | string replace -r -- '^' "$flag"
        else
            printf '%s\n' $line
        end
    end
end

complete -c recallbox -f
complete -c recallbox -k -a '(__recallbox_candidates)'
