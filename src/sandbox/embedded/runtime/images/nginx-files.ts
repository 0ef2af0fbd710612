import type {FileDefinition, LayerFiles} from './define-image.ts';

function script(text: string): FileDefinition {
  return {text: `#!/bin/sh\n${text}`, mode: 0o755};
}

/** What the image's first process does before it becomes nginx; it says so in the words people know. */
export const entrypointFile: LayerFiles = {
  '/docker-entrypoint.sh': script(`# Prepares nginx by what is in /docker-entrypoint.d, then becomes the command.
set -e

entrypoint_log() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$@"
    fi
}

if [ "$1" = "nginx" ] || [ "$1" = "nginx-debug" ]; then
    if [ -n "$(ls /docker-entrypoint.d/)" ]; then
        entrypoint_log "$0: /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
        entrypoint_log "$0: Looking for shell scripts in /docker-entrypoint.d/"
        for f in /docker-entrypoint.d/*; do
            case "$f" in
                *.envsh)
                    if [ -x "$f" ]; then
                        entrypoint_log "$0: Sourcing $f"
                        . "$f"
                    else
                        entrypoint_log "$0: Ignoring $f, not executable"
                    fi
                    ;;
                *.sh)
                    if [ -x "$f" ]; then
                        entrypoint_log "$0: Launching $f"
                        "$f"
                    else
                        entrypoint_log "$0: Ignoring $f, not executable"
                    fi
                    ;;
                *) entrypoint_log "$0: Ignoring $f" ;;
            esac
        done
        entrypoint_log "$0: Configuration complete; ready for start up"
    else
        entrypoint_log "$0: No files found in /docker-entrypoint.d/, skipping configuration"
    fi
fi

exec "$@"
`),
};

/** The steps of the entrypoint, each in the layer that brings it. */
export const entrypointSteps: readonly LayerFiles[] = [
  {
    '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh': script(`# Lets the default server listen on IPv6 as well.
set -e

ME=$(basename "$0")
CONF=/etc/nginx/conf.d/default.conf
say() {
    [ -n "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$ME: info: $*"
}

[ -f "$CONF" ] || { say "$CONF is not a file or does not exist"; exit 0; }
touch "$CONF" 2>/dev/null || { say "can not modify $CONF (read-only file system?)"; exit 0; }
if grep -q 'listen  *\\[::\\]:80;' "$CONF"; then
    say "IPv6 listen already enabled"
    exit 0
fi
say "Getting the checksum of $CONF"
if [ "$(md5sum "$CONF" | cut -d ' ' -f 1)" != "$(cat /usr/share/nginx/default.conf.md5)" ]; then
    say "$CONF differs from the packaged version"
    exit 0
fi
sed -i 's,listen  *80;,listen       80;\\n    listen  [::]:80;,' "$CONF"
say "Enabled listen on IPv6 in $CONF"
`),
  },
  {
    '/docker-entrypoint.d/15-local-resolvers.envsh': script(`# Names the system's name servers for templates.
if [ "\${NGINX_ENTRYPOINT_LOCAL_RESOLVERS:-}" ]; then
    NGINX_LOCAL_RESOLVERS=$(awk '$1 == "nameserver" {print $2}' /etc/resolv.conf | tr '\\n' ' ' | sed 's/ $//')
    export NGINX_LOCAL_RESOLVERS
fi
`),
  },
  {
    '/docker-entrypoint.d/20-envsubst-on-templates.sh': script(`# Fills the environment's values into templates.
set -e

ME=$(basename "$0")
from="\${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}"
suffix="\${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}"
to="\${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}"

[ -d "$from" ] || exit 0
names=$(env | cut -d = -f 1 | sed 's/.*/\${&}/' | tr '\\n' ' ')
find "$from" -type f -name "*$suffix" | while read -r template; do
    relative="\${template#"$from/"}"
    output="$to/\${relative%"$suffix"}"
    mkdir -p "$(dirname "$output")"
    [ -n "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$ME: Running envsubst on $template to $output"
    envsubst "$names" < "$template" > "$output"
done
`),
  },
  {
    '/docker-entrypoint.d/30-tune-worker-processes.sh':
      script(`# As many workers as there are processors, when asked to.
set -e

[ "\${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
sed -i "s/^worker_processes .*/worker_processes  $(nproc);/" /etc/nginx/nginx.conf
`),
  },
];

const types: {readonly [type: string]: string} = {
  'text/html': 'html htm shtml',
  'text/css': 'css',
  'text/xml': 'xml',
  'image/gif': 'gif',
  'image/jpeg': 'jpeg jpg',
  'application/javascript': 'js',
  'application/atom+xml': 'atom',
  'application/rss+xml': 'rss',
  'text/plain': 'txt',
  'image/avif': 'avif',
  'image/png': 'png',
  'image/svg+xml': 'svg svgz',
  'image/webp': 'webp',
  'image/x-icon': 'ico',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/wasm': 'wasm',
  'application/zip': 'zip',
  'application/octet-stream': 'bin exe dll deb dmg iso img',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

const mimeTypes = `
types {
${Object.entries(types)
  .map(([type, suffixes]) => `    ${type.padEnd(38)}${suffixes};\n`)
  .join('')}}
`;

const nginxConf = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;

const defaultConf = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    # redirect server error pages to the static page /50x.html
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const style = `<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>`;

function page(title: string, heading: string, body: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<title>${title}</title>
${style}
</head>
<body>
<h1>${heading}</h1>
${body}
</body>
</html>
`;
}

/** The first page, and the one for when something is wrong. */
export const pages: LayerFiles = {
  '/usr/share/nginx/html/index.html': {
    text: page(
      'Welcome to nginx!',
      'Welcome to nginx!',
      `<p>This page comes from the nginx web server: it is installed and it works.
What it serves next is up to you.</p>

<p>Its documentation is at
<a href="http://nginx.org/">nginx.org</a>.</p>`,
    ),
  },
  '/usr/share/nginx/html/50x.html': {
    text: page('Error', 'An error occurred.', '<p>This page cannot be had just now. The error log knows why.</p>'),
  },
};

/** Its configuration; `checksum` is the one of the default server's. */
export function configurationFiles(checksum: (text: string) => string): LayerFiles {
  return {
    '/etc/nginx/nginx.conf': {text: nginxConf},
    '/etc/nginx/mime.types': {text: mimeTypes},
    '/etc/nginx/conf.d/default.conf': {text: defaultConf},
    '/usr/share/nginx/default.conf.md5': {text: `${checksum(defaultConf)}\n`},
  };
}
