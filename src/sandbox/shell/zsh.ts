import {join} from 'node:path';
import type {IntegrationFiles, IntegrationOptions} from './integration-files.ts';
import {exportLines, shellText, shQuote} from './quote.ts';

/** Start files for zsh, read from our folder because ZDOTDIR points there until the learner's own are read. */
export function zshFiles({folder, environment, colour, variables}: IntegrationOptions): IntegrationFiles {
  const [green, plain] = colour ? ['%F{green}', '%f'] : ['', ''];
  return {
    files: {
      '.zshenv': environmentFile(folder),
      '.zshrc': `${startFile}\n${exportLines(environment)}\n${body(folder, green, plain)}`,
    },
    args: ['-i'],
    variables: {ZDOTDIR: folder, K8S_LEARN_ZDOTDIR: variables['ZDOTDIR'] ?? ''},
  };
}

const environmentFile = (folder: string) => shellText`
if [[ -n $K8S_LEARN_ZDOTDIR ]]; then ZDOTDIR=$K8S_LEARN_ZDOTDIR; else unset ZDOTDIR; fi
TMUX=k8s-learn
[[ -r $\{ZDOTDIR:-$HOME}/.zshenv ]] && . "$\{ZDOTDIR:-$HOME}/.zshenv" >/dev/null 2>&1
K8S_LEARN_ZDOTDIR=$ZDOTDIR
ZDOTDIR=${shQuote(folder)}
`;

// Many start files replace the shell by tmux unless TMUX is set; the pane must stay the learner's shell.
const startFile = shellText`__k8s_learn_pwd=$PWD __k8s_learn_term=$TERM
if [[ -n $K8S_LEARN_ZDOTDIR ]]; then ZDOTDIR=$K8S_LEARN_ZDOTDIR; else unset ZDOTDIR; fi
unset K8S_LEARN_ZDOTDIR
[[ -r $\{ZDOTDIR:-$HOME}/.zshrc ]] && . "$\{ZDOTDIR:-$HOME}/.zshrc" >/dev/null 2>&1
unset TMUX
TERM=$__k8s_learn_term
builtin cd -q -- "$__k8s_learn_pwd" 2>/dev/null
unset __k8s_learn_pwd __k8s_learn_term`;

const body = (folder: string, green: string, plain: string) => shellText`
HISTFILE=${shQuote(join(folder, 'history-zsh'))} HISTSIZE=5000 SAVEHIST=5000
setopt inc_append_history interactive_comments
unsetopt share_history hist_ignore_space
zmodload zsh/datetime 2>/dev/null
typeset -gi __k8s_learn_at=0 __k8s_learn_exit=0
typeset -g __k8s_learn_line=

__k8s_learn_json() {
  emulate -L zsh
  local LC_ALL=C s=$1 b='\' q='"'
  s=$\{s//$b/$b$b}
  s=$\{s//$q/$b$q}
  s=$\{s//$'\n'/$\{b}n}
  s=$\{s//$'\t'/$\{b}t}
  s=$\{s//[[:cntrl:]]/ }
  builtin printf '{"at":%s,"line":"%s","exitCode":%s}\n' $3 $s $2
}

__k8s_learn_preexec() {
  emulate -L zsh
  __k8s_learn_line=$1
  (( __k8s_learn_at = EPOCHREALTIME * 1000 ))
  local s=$1 b='\'
  s=$\{s//$b/$b$b}
  s=$\{s//;/$\{b}x3b}
  s=$\{s//$'\n'/$\{b}x0a}
  s=$\{s//[[:cntrl:]]/ }
  builtin printf '\e]633;E;%s\a\e]133;C\a' $s
}

__k8s_learn_before() { __k8s_learn_exit=$?; return $__k8s_learn_exit }

__k8s_learn_precmd() {
  emulate -L zsh
  if (( __k8s_learn_at )); then
    builtin printf '\e]133;D;%s\a' $__k8s_learn_exit
    if [[ -n $K8S_LEARN_COMMANDS ]]; then
      { __k8s_learn_json $__k8s_learn_line $__k8s_learn_exit $__k8s_learn_at >>|$K8S_LEARN_COMMANDS } 2>/dev/null
    fi
    __k8s_learn_at=0
  fi
  PROMPT=$'%{\e]133;A\a%}${green}%1~${plain} %# %{\e]133;B\a%}'
  RPROMPT= PS2='> '
  return $__k8s_learn_exit
}

typeset -ga precmd_functions preexec_functions
precmd_functions=(__k8s_learn_before $precmd_functions __k8s_learn_precmd)
preexec_functions+=(__k8s_learn_preexec)
`;
