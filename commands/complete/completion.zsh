#compdef recallbox
# What zsh runs to complete recallbox: recallbox completion zsh

_recallbox() {
    local line word says files
    local -a done open

    for line in "${(@f)$("${(Q)${~words[1]}}" completion candidates -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        word=${line%%$'\t'*}
        says=${${line#"$word"}#$'\t'}
        if [[ -n $word && ( $word == *[=/] || $says == … ) ]]; then
            open+=("${${word//\\/\\\\}//:/\\:}${says:+:$says}")
        elif [[ -n $word ]]; then
            done+=("${${word//\\/\\\\}//:/\\:}${says:+:$says}")
        elif [[ -n $says ]]; then
            files=yes
        fi
    done

    (( $#done )) && _describe -V recallbox done -M 'm:{a-zA-Z}={A-Za-z}'
    (( $#open )) && _describe -V recallbox open -S '' -M 'm:{a-zA-Z}={A-Za-z}'
    if [[ -n $files ]]; then
        [[ $PREFIX == -*=* ]] && compset -P '*='
        _files
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _recallbox "$@"
else
    compdef _recallbox recallbox
fi
