# What bash runs to complete recallbox: recallbox completion bash

_recallbox() {
    local IFS=$'\n' line typed=${COMP_WORDS[COMP_CWORD]} files=
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        $'\t'*) files=yes ;;
        *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("${1/#\~/$HOME}" completion candidates --bash="${COMP_LINE:0:COMP_POINT}" --breaks="$COMP_WORDBREAKS" 2>/dev/null)

    if [[ $files && ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$typed"))
    elif [[ $files ]]; then
        for line in $(compgen -f -- "$typed"); do COMPREPLY+=("$(printf %q "$line")"); done
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o nosort -F _recallbox recallbox 2>/dev/null || complete -F _recallbox recallbox
