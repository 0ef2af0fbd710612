/**
 * A fluentd-like program in busybox's sh: it follows the files of one `<source>` of type tail and prints their lines, as
 * `<match>` with `@type stdout` does, in fluentd's own formats. Anything else in its configuration is refused by name.
 * https://docs.fluentd.org/input/tail, https://docs.fluentd.org/output/stdout
 */
export const fluentdProgram = String.raw`#!/bin/sh
# A stand-in for fluentd, for tests without a network: it tails files and prints their lines, and can do no more.
config=/fluentd/etc/$FLUENTD_CONF
state=/tmp/fluentd
trap 'say info "stopped"; exit 0' TERM INT

say() { echo "$(date -u '+%Y-%m-%d %H:%M:%S +0000') [$1]: $2"; }
stop() { say error "config error file=\"$config\" error=\"$1\""; exit 1; }
# value SECTION NAME: what a section says of a name, without quotes and brackets
value() {
  awk -v section="$1" -v name="$2" '
    /^[ \t]*</ { inside = ($1 ~ "^<" section); next }
    inside && $1 == name { sub(/^[ \t]*[^ \t]+[ \t]+/, ""); gsub(/[][",]/, " "); print }
  ' "$config"
}

say info "this is a stand-in for fluentd: it follows files and prints their lines, nothing else"
[ -r "$config" ] || stop "$config is not there"
say info "parsing config file is succeeded path=\"$config\""
odd=$(awk '
  { sub(/#.*/, "") } NF == 0 { next }
  /^[ \t]*<\/?(source|match|parse)/ { next }
  $1 ~ /^(@type|path|exclude_path|tag|read_from_head|refresh_interval|pos_file)$/ { next }
  { print $1; exit }
' "$config")
[ -z "$odd" ] || stop "the stand-in for fluentd does not know $odd"
[ "$(value source @type | xargs)" = tail ] || stop "the stand-in for fluentd has one source only: @type tail"
[ "$(value match @type | xargs)" = stdout ] || stop "the stand-in for fluentd has one output only: @type stdout"
[ "$(value parse @type | xargs)" = none ] || stop "the stand-in for fluentd has one parser only: @type none"

paths=$(value source path)
excluded=$(value source exclude_path)
tag=$(value source tag | xargs)
from_head=$(value source read_from_head | xargs)
rm -rf "$state"
mkdir -p "$state"

excludes() {
  set -f
  for pattern in $excluded; do
    case $1 in $pattern) set +f; return 0 ;; esac
  done
  set +f
  return 1
}

# One file: its new lines, each as one event.
follow() {
  name=$(echo "$1" | tr / . | sed 's/^\.//')
  if [ ! -r "$1" ]; then
    [ -e "$state/$name.unreadable" ] || say warn "#0 $1 unreadable. It is excluded and would be examined next time."
    : > "$state/$name.unreadable"
    return
  fi
  count=$(wc -l < "$1")
  if [ ! -e "$state/$name" ]; then
    say info "#0 following tail of $1"
    [ "$first" = yes ] && [ "$from_head" != true ] && echo "$count" > "$state/$name" || echo 0 > "$state/$name"
  fi
  seen=$(cat "$state/$name")
  # A rotated file begins anew.
  [ "$count" -ge "$seen" ] || seen=0
  if [ "$count" -gt "$seen" ]; then
    at=$(date -u '+%Y-%m-%d %H:%M:%S.000000000 +0000')
    whole=$(echo "$tag" | sed "s|\*|$name|")
    sed -n "$((seen + 1)),$count p" "$1" |
      sed 's/\\/\\\\/g; s/"/\\"/g; s/\t/\\t/g' |
      awk -v head="$at $whole: {\"message\":\"" '{ print head $0 "\"}" }'
  fi
  echo "$count" > "$state/$name"
}

say info "#0 starting fluentd worker pid=$$ ppid=0 worker=0"
first=yes
while :; do
  for file in $paths; do
    if [ -e "$file" ] || [ -L "$file" ]; then excludes "$file" || follow "$file"; fi
  done
  first=no
  sleep 1
done
`;
