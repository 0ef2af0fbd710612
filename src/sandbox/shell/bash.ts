import {join} from 'node:path';
import type {IntegrationFiles, IntegrationOptions} from './integration-files.ts';
import {exportLines, shellText, shQuote} from './quote.ts';

/** Start file for bash 3.2 (macOS) and later. Where it cannot know the moment a command starts, the end counts. */
export function bashFiles({folder, environment, colour}: IntegrationOptions): IntegrationFiles {
  const [green, plain] = colour ? ['\\[\\e[32m\\]', '\\[\\e[0m\\]'] : ['', ''];
  return {
    files: {bashrc: `${ownStartFile}\n${exportLines(environment)}\n${body(folder, green, plain)}`},
    args: ['--rcfile', join(folder, 'bashrc'), '-i'],
    variables: {},
  };
}

// Many start files replace the shell by tmux unless TMUX is set; the pane must stay the learner's shell.
const ownStartFile = shellText`__k8s_learn_pwd=$PWD __k8s_learn_term=$TERM TMUX=k8s-learn
[ -r /etc/bash.bashrc ] && . /etc/bash.bashrc >/dev/null 2>&1
[ -r ~/.bashrc ] && . ~/.bashrc >/dev/null 2>&1
unset TMUX
TERM=$__k8s_learn_term
cd -- "$__k8s_learn_pwd" 2>/dev/null
unset __k8s_learn_pwd __k8s_learn_term`;

// The line comes from the history (the text as typed, not one of its simple commands), through a file, because a
// command substitution would fork at every prompt. PS0 exists since bash 4.4; its arithmetic runs in this shell.
const body = (folder: string, green: string, plain: string) => shellText`
trap - DEBUG
HISTFILE=${shQuote(join(folder, 'history-bash'))} HISTSIZE=5000 HISTFILESIZE=5000 HISTCONTROL= HISTTIMEFORMAT=
unset HISTIGNORE
shopt -s cmdhist
__k8s_learn_file=${shQuote(folder)}/line-$$ __k8s_learn_number= __k8s_learn_line= __k8s_learn_at=0
__k8s_learn_first=yes __k8s_learn_zero=
if [ -z "$EPOCHREALTIME" ]; then __k8s_learn_epoch=$(( $(date +%s) - SECONDS )); fi

__k8s_learn_now() {
  if [ -n "$EPOCHREALTIME" ]; then __k8s_learn_ms=$(( $\{EPOCHREALTIME/[.,]/} / 1000 ))
  else __k8s_learn_ms=$(( (__k8s_learn_epoch + SECONDS) * 1000 + 999 )); fi
}

__k8s_learn_last() {
  builtin history 1 >|"$__k8s_learn_file" 2>/dev/null
  IFS= read -r -d '' __k8s_learn_line <"$__k8s_learn_file"
  __k8s_learn_line=$\{__k8s_learn_line#"$\{__k8s_learn_line%%[0-9]*}"}
  __k8s_learn_new=$\{__k8s_learn_line%%[!0-9]*}
  __k8s_learn_line=$\{__k8s_learn_line#"$__k8s_learn_new"}
  __k8s_learn_line=$\{__k8s_learn_line#??}
  __k8s_learn_line=$\{__k8s_learn_line%$'\n'}
}

__k8s_learn_json() {
  local LC_ALL=C b='\' q='"' n=$'\n' t=$'\t' s=$1
  s=$\{s//"$b"/"$b$b"}
  s=$\{s//"$q"/"$b$q"}
  s=$\{s//"$n"/"$\{b}n"}
  s=$\{s//"$t"/"$\{b}t"}
  s=$\{s//[[:cntrl:]]/ }
  printf '{"at":%s,"line":"%s","exitCode":%s}\n' "$3" "$s" "$2"
}

__k8s_learn_mark() {
  local b='\' s=$1
  s=$\{s//"$b"/"$b$b"}
  s=$\{s//;/"$\{b}x3b"}
  s=$\{s//$'\n'/"$\{b}x0a"}
  s=$\{s//[[:cntrl:]]/ }
  printf '\e]633;E;%s\a\e]133;D;%s\a' "$s" "$2"
}

__k8s_learn_before() { __k8s_learn_exit=$?; return "$__k8s_learn_exit"; }

__k8s_learn_prompt() {
  __k8s_learn_last
  if [ -n "$__k8s_learn_first" ]; then
    __k8s_learn_first= __k8s_learn_number=$__k8s_learn_new
  elif [ "$__k8s_learn_new" != "$__k8s_learn_number" ]; then
    __k8s_learn_number=$__k8s_learn_new
    if [ "$__k8s_learn_at" = 0 ]; then __k8s_learn_now; else __k8s_learn_ms=$(( __k8s_learn_at / 1000 )); fi
    __k8s_learn_mark "$__k8s_learn_line" "$__k8s_learn_exit"
    if [ -n "$K8S_LEARN_COMMANDS" ]; then
      { __k8s_learn_json "$__k8s_learn_line" "$__k8s_learn_exit" "$__k8s_learn_ms" >>"$K8S_LEARN_COMMANDS"; } 2>/dev/null
    fi
    builtin history -a
  fi
  __k8s_learn_at=0
  PS1='\[\e]133;A\a\]${green}\W${plain} \$ \[\e]133;B\a\]'
  PS2='> '
  PS0='$\{__k8s_learn_zero:$((__k8s_learn_at=$\{EPOCHREALTIME/[.,]/},0)):0}\e]133;C\a'
  [ -n "$EPOCHREALTIME" ] || PS0='\e]133;C\a'
  return "$__k8s_learn_exit"
}

__k8s_learn_forget() { command rm -f "$__k8s_learn_file"; }
[ -n "$(trap -p EXIT)" ] || trap __k8s_learn_forget EXIT
# One string, because only bash 5.1 runs every element of an array.
__k8s_learn_install() {
  local IFS=$'\n'
  local theirs="$\{PROMPT_COMMAND[*]}"
  unset PROMPT_COMMAND
  PROMPT_COMMAND="__k8s_learn_before
$theirs
__k8s_learn_prompt"
}
__k8s_learn_install
`;
