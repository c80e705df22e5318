# What bash runs to complete recallbox: recallbox completion bash

_recallbox() {
    local line files= open=
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        $'\t'*) files=yes ;;
        *$'\t…') COMPREPLY+=("${line%%$'\t'*}") open=yes ;;
        *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("${1/#\~/$HOME}" completion candidates --bash="${COMP_LINE:0:COMP_POINT}" --breaks="$COMP_WORDBREAKS" 2>/dev/null)

    if [[ $files ]]; then
        compopt -o default 2>/dev/null
    else
        compopt +o default 2>/dev/null
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ( $open || ${COMPREPLY[0]} == *[=/] ) ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o nosort -o default -F _recallbox recallbox 2>/dev/null || complete -o default -F _recallbox recallbox
