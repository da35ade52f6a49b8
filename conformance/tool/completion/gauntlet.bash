# Completion of gauntlet for bash. The program says what a word may become; where it says nothing, files.
_gauntlet() {
  local word
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    printf -v word %q "$word"
    COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gauntlet gauntlet
