/** What each shell is to be told; they all ask `kubectl __complete`. */
export const completionScripts: ReadonlyMap<string, string> = new Map([
  [
    'bash',
    `# bash completion for kubectl
__kubectl_complete() {
  local current=\${COMP_WORDS[COMP_CWORD]} out directive line
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  out=$("\${COMP_WORDS[0]}" __complete "\${words[@]}" "$current" 2>/dev/null) || return
  directive=\${out##*:}
  out=\${out%:*}
  COMPREPLY=()
  while IFS= read -r line; do
    [ -n "$line" ] && COMPREPLY+=("\${line%%$'\\t'*}")
  done <<< "$out"
  if (( directive & 2 )); then compopt -o nospace; fi
  if (( ! (directive & 4) )); then compopt -o default; fi
}
complete -F __kubectl_complete kubectl
`,
  ],
  [
    'zsh',
    `#compdef kubectl
compdef _kubectl kubectl
_kubectl() {
  local out directive line
  local -a found
  out=$(\${words[1]} __complete "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null) || return
  directive=\${out##*:}
  for line in "\${(@f)\${out%:*}}"; do
    [ -n "$line" ] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}\${\${line#*$'\\t'}:+:\${line#*$'\\t'}}")
  done
  if (( directive & 2 )); then _describe kubectl found -S ''; else _describe kubectl found; fi
  if (( ! (directive & 4) )); then _files; fi
}
if [ "$funcstack[1]" = "_kubectl" ]; then _kubectl "$@"; fi
`,
  ],
  [
    'fish',
    `# fish completion for kubectl
function __kubectl_complete
  set -l words (commandline -opc)
  set -l out ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
  for line in $out
    string match -q ':*' -- $line; or echo $line
  end
end
complete -c kubectl -f -a '(__kubectl_complete)'
`,
  ],
]);
