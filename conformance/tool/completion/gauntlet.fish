# Completion of gauntlet for fish. The program says what a word may become; where it says nothing, files.
function __gauntlet_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] complete -- $words[2..] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c gauntlet -f -a '(__gauntlet_complete)'
