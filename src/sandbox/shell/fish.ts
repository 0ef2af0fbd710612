import {join} from 'node:path';
import type {IntegrationFiles, IntegrationOptions} from './integration-files.ts';
import {fishExportLines, fishQuote, shellText} from './quote.ts';

/** Start file for fish 3 and later; fish 4 writes the OSC 133 marks itself. Its history is a session of its own. */
export function fishFiles({folder, environment, colour}: IntegrationOptions): IntegrationFiles {
  return {
    files: {'k8s-learn.fish': `${fishExportLines(environment)}\n${body(folder, colour)}`},
    args: ['--interactive', '--init-command', `source ${fishQuote(join(folder, 'k8s-learn.fish'))}`],
    variables: {fish_history: 'k8s_learn'},
  };
}

// What config.fish printed cannot be held back, so it is wiped away.
// fish has no clock of its own: the age of a file is one, in whole seconds, without starting a process.
const body = (folder: string, colour: boolean) => shellText`
set -q K8S_LEARN_FOLDER; and test -d "$K8S_LEARN_FOLDER"; and cd $K8S_LEARN_FOLDER
set -g fish_greeting
printf '\e[H\e[2J'
set -g fish_history k8s_learn
set -g __k8s_learn_own_marks (string match -qr '^[0-3]\.' -- $version; and echo yes; or echo no)
set -g __k8s_learn_at 0

function __k8s_learn_now
    if builtin -q path
        echo >${fishQuote(join(folder, 'clock'))} 2>/dev/null
        math (path mtime ${fishQuote(join(folder, 'clock'))}) '*' 1000 + 999
    else
        math (date +%s) '*' 1000 + 999
    end
end

function __k8s_learn_preexec --on-event fish_preexec
    set -g __k8s_learn_at (__k8s_learn_now)
    set -l line (string replace -a '\\' '\\\\' -- $argv[1] | string replace -a ';' '\\x3b' | string join '\\x0a')
    printf '\e]633;E;%s\a' (string replace -ar '[[:cntrl:]]' ' ' -- $line)
    test $__k8s_learn_own_marks = yes; and printf '\e]133;C\a'
end

function __k8s_learn_postexec --on-event fish_postexec
    set -l code $status
    test $__k8s_learn_own_marks = yes; and printf '\e]133;D;%s\a' $code
    if set -q K8S_LEARN_COMMANDS; and test -n "$K8S_LEARN_COMMANDS"
        set -l line (string replace -a '\\' '\\\\' -- $argv[1] | string replace -a '"' '\\"' | string replace -a \t '\\t' | string join '\\n')
        set line (string replace -ar '[[:cntrl:]]' ' ' -- $line)
        printf '{"at":%s,"line":"%s","exitCode":%s}\n' $__k8s_learn_at "$line" $code >>$K8S_LEARN_COMMANDS 2>/dev/null
    end
end

function fish_prompt
    test $__k8s_learn_own_marks = yes; and printf '\e]133;A\a'
    ${colour ? 'set_color green' : 'true'}
    printf '%s' (string replace -r '.*/(?=.)' '' -- (string replace -r '^'(string escape --style=regex -- $HOME)'$' '~' -- $PWD))
    ${colour ? 'set_color normal' : 'true'}
    printf ' > '
    test $__k8s_learn_own_marks = yes; and printf '\e]133;B\a'
end

function fish_right_prompt
end
`;
