/** Configurations and requests to them; what the real nginx answers is in `answers.json`, made by `record.ts`. */

export interface AnswerCase {
  readonly name: string;
  /** The whole nginx.conf. */
  readonly conf: string;
  readonly requests: readonly CaseRequest[];
}

export interface CaseRequest {
  /** 80 when absent. */
  readonly port?: number;
  /** The very bytes, one character a byte; it ends the connection itself. */
  readonly request: string;
}

/** Files of the site; all of them are from 2025-04-16 12:00:00 UTC, `secret.txt` may be read by nobody. */
export const siteFiles: {readonly [path: string]: string} = {
  'srv/site/index.html': '<h1>Home</h1>\n',
  'srv/site/about.html': '<h1>About</h1>\n',
  'srv/site/style.css': 'body { color: black; }\n',
  'srv/site/data.json': '{"a": 1}\n',
  'srv/site/pic.png': 'not really a picture',
  'srv/site/archive.tar.gz': 'not really an archive',
  'srv/site/README': 'no extension\n',
  'srv/site/UPPER.HTML': 'upper\n',
  'srv/site/empty.txt': '',
  'srv/site/secret.txt': 'secret\n',
  'srv/site/two words.txt': 'two words\n',
  'srv/site/digits.txt': '0123456789'.repeat(10),
  'srv/site/sub/index.html': '<h1>Sub</h1>\n',
  'srv/site/sub/page.html': '<h1>Page</h1>\n',
  'srv/site/bare/one.txt': 'one\n',
  'srv/site/bare/two & <three>.txt': 'two\n',
  'srv/site/bare/folder/x': 'x\n',
  'srv/site/bare/a-name-that-is-much-longer-than-the-fifty-characters-a-listing-has.txt': 'long\n',
  'srv/site/404.html': '<h1>Nothing here</h1>\n',
  'srv/site/50x.html': '<h1>Broken</h1>\n',
  'srv/other/index.html': '<h1>Other</h1>\n',
  'srv/other/images/logo.png': 'logo',
  'conf/mime.types':
    'types {\n  text/html html htm;\n  text/css css;\n  text/plain txt;\n  image/png png;\n  application/json json;\n  application/javascript js;\n}\n',
};

export function get(path: string, headers: {readonly [name: string]: string} = {}, method = 'GET'): string {
  const all = Object.entries({Host: 'localhost', ...headers, Connection: 'close'});
  return `${method} ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function post(path: string, body: string, headers: {readonly [name: string]: string} = {}): string {
  return get(path, {'Content-Length': String(body.length), ...headers}, 'POST') + body;
}

const http = (text: string): string => `user nginx;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  ${text}
}
`;
const site = (text: string): string =>
  http(`server {\nlisten 80;\nserver_name localhost;\nroot /srv/site;\n${text}\n}`);
const paths = (...all: readonly string[]): readonly CaseRequest[] => all.map((path) => ({request: get(path)}));
const noneMatch = '67ff9bc0-e';
const modified = 'Wed, 16 Apr 2025 12:00:00 GMT';

export const answerCases: readonly AnswerCase[] = [
  {
    name: 'files',
    conf: site('location / { index index.html index.htm; }'),
    requests: [
      ...paths('/', '/index.html', '/style.css', '/data.json', '/pic.png', '/README', '/UPPER.HTML', '/archive.tar.gz'),
      ...paths('/empty.txt', '/nothing', '/sub', '/sub/', '/sub/nothing', '/bare', '/bare/', '/secret.txt'),
      ...paths('/two%20words.txt', '/sub/../about.html', '/./about.html', '//about.html', '/sub//page.html'),
      ...paths('/../etc/passwd', '/..%2f..%2fetc/passwd', '/about.html/', '/about.html?x=1#y', '/%', '/%zz', '/a%00b'),
      ...paths('/?a=b', '/index.html/x', '/sub?q=1', '/%61bout.html', '/bare/two%20%26%20%3Cthree%3E.txt'),
    ],
  },
  {
    name: 'methods and malformed requests',
    conf: site('location = /echo { return 200 "$request_method\\n"; }'),
    requests: [
      {request: get('/', {}, 'HEAD')},
      {request: get('/nothing', {}, 'HEAD')},
      {request: post('/', 'a=b')},
      {request: post('/echo', 'a=b')},
      {request: get('/', {}, 'PUT')},
      {request: get('/', {}, 'DELETE')},
      {request: get('/', {}, 'OPTIONS')},
      {request: get('/echo', {}, 'PATCH')},
      {request: get('/', {}, 'TRACE')},
      {request: get('/', {}, 'FOO')},
      {request: 'GET / HTTP/1.1\r\n\r\n'},
      {request: 'GET / HTTP/1.0\r\n\r\n'},
      {request: 'GET / HTTP/1.0\r\nHost: x\r\nConnection: close\r\n\r\n'},
      {request: 'GET /index.html\r\n'},
      {request: 'hello\r\n\r\n'},
      {request: 'GET / HTTP/3.0\r\nHost: x\r\n\r\n'},
      {request: 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'},
      {request: 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'},
      {request: 'GET / HTTP/1.1\r\nHost: x\r\nNo Colon\r\nConnection: close\r\n\r\n'},
      {request: 'GET noslash HTTP/1.1\r\nHost: x\r\n\r\n'},
      {request: 'GET http://localhost/about.html HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n'},
      {request: 'get / HTTP/1.1\r\nHost: x\r\n\r\n'},
      {request: 'CONNECT localhost:80 HTTP/1.1\r\nHost: x\r\n\r\n'},
      {
        request:
          'POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      },
      {request: 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'},
      {request: 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'},
      {
        request:
          'GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /about.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      },
      {request: get(`/${'a'.repeat(9000)}`)},
      {request: get('/', {'X-Long': 'a'.repeat(9000)})},
      {request: get('/', {Host: 'localhost:8080'})},
    ],
  },
  {
    name: 'conditions and ranges',
    conf: site(''),
    requests: [
      {request: get('/index.html', {'If-None-Match': `"${noneMatch}"`})},
      {request: get('/index.html', {'If-None-Match': `W/"${noneMatch}"`})},
      {request: get('/index.html', {'If-None-Match': `"x", "${noneMatch}"`})},
      {request: get('/index.html', {'If-None-Match': '*'})},
      {request: get('/index.html', {'If-None-Match': '"other"'})},
      {request: get('/index.html', {'If-Modified-Since': modified})},
      {request: get('/index.html', {'If-Modified-Since': 'Thu, 17 Apr 2025 12:00:00 GMT'})},
      {request: get('/index.html', {'If-Modified-Since': 'yesterday'})},
      {request: get('/index.html', {'If-Unmodified-Since': 'Tue, 15 Apr 2025 12:00:00 GMT'})},
      {request: get('/index.html', {'If-Unmodified-Since': modified})},
      {request: get('/index.html', {'If-Match': '"other"'})},
      {request: get('/index.html', {'If-Match': `"${noneMatch}"`})},
      {request: get('/digits.txt', {Range: 'bytes=0-9'})},
      {request: get('/digits.txt', {Range: 'bytes=90-'})},
      {request: get('/digits.txt', {Range: 'bytes=-5'})},
      {request: get('/digits.txt', {Range: 'bytes=95-200'})},
      {request: get('/digits.txt', {Range: 'bytes=100-'})},
      {request: get('/digits.txt', {Range: 'bytes=5-2'})},
      {request: get('/digits.txt', {Range: 'bytes=abc'})},
      {request: get('/digits.txt', {Range: 'lines=1-2'})},
      {request: get('/digits.txt', {Range: 'bytes=0-4'}, 'HEAD')},
      {request: get('/digits.txt', {Range: 'bytes=0-4', 'If-Range': modified})},
      {request: get('/digits.txt', {Range: 'bytes=0-4', 'If-Range': '"other"'})},
      {request: get('/empty.txt', {Range: 'bytes=0-4'})},
    ],
  },
  {
    name: 'server names',
    conf: http(`
  server { listen 80; server_name first; return 200 "first $server_name $host\\n"; }
  server { listen 80; server_name *.example.com; return 200 "star front $server_name\\n"; }
  server { listen 80; server_name mail.*; return 200 "star back $server_name\\n"; }
  server { listen 80; server_name .dot.org; return 200 "dot $server_name\\n"; }
  server { listen 80; server_name ~^(?<who>.+)\\.regex\\.net$; return 200 "regex $who $1\\n"; }
  server { listen 80; server_name exact.example.com other.name; return 200 "exact $server_name\\n"; }
  server { listen 80 default_server; server_name _; return 200 "default $host $http_host\\n"; }
  server { listen 8080; server_name port; return 200 "port $server_port $server_name\\n"; }
  server { listen 8080; server_name ""; return 200 "no name\\n"; }`),
    requests: [
      ...[
        'first',
        'FIRST',
        'first:80',
        'first.',
        'a.example.com',
        'exact.example.com',
        'mail.net',
        'dot.org',
        'x.dot.org',
      ].map((Host) => ({request: get('/', {Host})})),
      ...['joe.regex.net', 'nobody', '127.0.0.1', 'example.com', 'other.name'].map((Host) => ({
        request: get('/', {Host}),
      })),
      {port: 8080, request: get('/', {Host: 'port'})},
      {port: 8080, request: get('/', {Host: 'other'})},
      {port: 8080, request: 'GET / HTTP/1.0\r\n\r\n'},
    ],
  },
  {
    name: 'locations',
    conf: site(`
  location / { return 200 "slash\\n"; }
  location = / { return 200 "exact slash\\n"; }
  location /images/ { return 200 "images\\n"; }
  location ^~ /static/ { return 200 "static\\n"; }
  location ~ \\.(gif|jpg)$ { return 200 "picture $1\\n"; }
  location ~* \\.PNG$ { return 200 "png\\n"; }
  location /docs { return 200 "docs\\n"; location ~ /docs/(.*)/deep { return 200 "deep $1\\n"; } location /docs/inner { return 200 "inner\\n"; } }
  location = /exact { return 200 "exact\\n"; }
  location ~ ^/user/(?<name>[a-z]+)/(\\d+) { return 200 "user $name $2\\n"; }
  location @named { return 200 "named\\n"; }
  location "/two words" { return 200 "quoted\\n"; }`),
    requests: paths(
      ...['/', '/x', '/images/', '/images/a.gif', '/images', '/static/a.gif', '/a.jpg', '/a.JPG', '/a.png', '/a.PNG'],
      ...[
        '/docs',
        '/docsx',
        '/docs/a/deep',
        '/docs/inner/x',
        '/exact',
        '/exact/',
        '/user/joe/12',
        '/user/JOE/12',
        '/@named',
      ],
      ...['/two%20words', '/?a=1', '//images//x'],
    ),
  },
  {
    name: 'alias and try_files',
    conf: site(`
  location /files/ { alias /srv/other/; }
  location /logo { alias /srv/other/images/logo.png; }
  location ~ ^/pics/(.+\\.png)$ { alias /srv/other/images/$1; }
  location /app/ { root /srv/site; try_files $uri $uri/ /index.html; }
  location /code/ { try_files $uri =410; }
  location /named/ { try_files $uri @back; }
  location /dirs/ { alias /srv/site/; try_files $uri $uri/ /404.html; }
  location /loop/ { try_files $uri /loop/x; }
  location @back { return 200 "back $uri $request_uri\\n"; }`),
    requests: paths(
      ...[
        '/files/',
        '/files/index.html',
        '/files/images/logo.png',
        '/files/nothing',
        '/files',
        '/logo',
        '/pics/logo.png',
      ],
      ...[
        '/pics/none.png',
        '/app/',
        '/app/nothing',
        '/code/x',
        '/named/y?q=1',
        '/dirs/sub',
        '/dirs/sub/',
        '/dirs/nothing',
      ],
      ...['/loop/a', '/files/images'],
    ),
  },
  {
    name: 'return and rewrite',
    conf: site(`
  location = /text { return 200 "hello"; }
  location = /typed { default_type text/plain; return 200 "hello\\n"; }
  location = /json { default_type application/json; return 200 '{"ok": true}'; }
  location = /moved { return 301 /about.html; }
  location = /away { return 302 http://example.com/x?y=z; }
  location = /url { return http://example.com/; }
  location = /scheme { return 301 $scheme://$host$request_uri; }
  location = /see { return 303 /a; }
  location = /temporary { return 307 /a; }
  location = /permanent { return 308 /a; }
  location = /gone { return 410; }
  location = /made { return 201; }
  location = /no-content { return 204; }
  location = /teapot { return 418; }
  location = /teapot-text { return 418 "short and stout"; }
  location = /unavailable { return 503; }
  location = /close { return 444; }
  location = /forbidden { return 403 "no\\n"; }
  location /old/ { rewrite ^/old/(.*)$ /$1 last; }
  location /break/ { rewrite ^/break/(.*)$ /sub/$1 break; }
  location /redirect/ { rewrite ^/redirect/(.*)$ /new/$1 redirect; }
  location /permanent/ { rewrite ^/permanent/(.*)$ /new/$1? permanent; }
  location /full/ { rewrite ^/full/(.*)$ http://example.com/$1; }
  location /query/ { rewrite ^/query/(.*)$ /show?name=$1 last; }
  location /cycle/ { rewrite ^/cycle/(.*)$ /cycle/x$1 last; }
  location = /show { return 200 "$uri|$args|$request_uri\\n"; }
  location = /set { set $a one; set $b "$a two"; return 200 "$b\\n"; }
  location = /if { if ($arg_x = 1) { return 200 "one\\n"; } if ($arg_x ~ ^(t.*)$) { return 200 "regex $1\\n"; } if ($arg_y) { return 200 "y\\n"; }
    if ($http_user_agent ~* curl) { return 200 "curl\\n"; } if ($request_method != GET) { return 405; } if (-f /srv/site/$arg_file) { return 200 "file\\n"; } return 200 "else\\n"; }`),
    requests: [
      ...paths(
        '/text',
        '/typed',
        '/json',
        '/moved',
        '/away',
        '/url',
        '/scheme?a=b',
        '/see',
        '/temporary',
        '/permanent',
      ),
      ...paths('/gone', '/made', '/no-content', '/teapot', '/teapot-text', '/unavailable', '/close', '/forbidden'),
      ...paths(
        '/old/about.html',
        '/old/sub',
        '/old/nothing',
        '/break/page.html',
        '/redirect/a?b=c',
        '/permanent/a?b=c',
      ),
      ...paths(
        '/full/x',
        '/full/x?q=1',
        '/query/joe',
        '/query/joe?more=1',
        '/cycle/a',
        '/set',
        '/if?x=1',
        '/if?x=two',
        '/if?y=0',
      ),
      ...paths('/if?y=1', '/if?file=about.html', '/if'),
      {request: get('/if', {'User-Agent': 'CURL/8'})},
      {request: post('/if', 'x')},
    ],
  },
  {
    name: 'error pages',
    conf: site(`
  error_page 404 /404.html;
  error_page 500 502 503 504 /50x.html;
  error_page 403 = /about.html;
  error_page 410 =200 /about.html;
  error_page 401 @login;
  error_page 405 http://example.com/no;
  location = /404.html { internal; }
  location = /bad { proxy_pass http://127.0.0.1:9; }
  location = /busy { return 503; }
  location = /gone { return 410; }
  location = /private { return 401; }
  location = /method { return 405; }
  location = /missing-page { error_page 404 /no-such-page.html; }
  location = /code { error_page 404 =503 /about.html; return 404; }
  location @login { return 302 /login; }`),
    requests: paths(
      ...[
        '/nothing',
        '/404.html',
        '/bad',
        '/busy',
        '/bare/',
        '/gone',
        '/private',
        '/method',
        '/missing-page',
        '/code',
        '/50x.html',
      ],
    ),
  },
  {
    name: 'autoindex',
    conf: site(`
  autoindex on;
  location /exact/ { alias /srv/site/; autoindex_exact_size off; }
  location /json/ { alias /srv/site/bare/; autoindex_format json; }
  location /off/ { alias /srv/site/bare/; autoindex off; }`),
    requests: [
      ...paths('/bare/', '/bare', '/sub/', '/exact/bare/', '/json/', '/off/'),
      {request: get('/bare/', {}, 'HEAD')},
    ],
  },
  {
    name: 'headers',
    conf: site(`
  server_tokens off;
  add_header X-Server "a b";
  add_header X-Always yes always;
  location /own/ { alias /srv/site/; add_header X-Own "$uri"; }
  location /expires/ { alias /srv/site/; expires 1h; }
  location /never/ { alias /srv/site/; expires -1; }
  location /max/ { alias /srv/site/; expires max; }
  location /epoch/ { alias /srv/site/; expires epoch; }
  location /charset/ { alias /srv/site/; charset utf-8; }
  location /etag/ { alias /srv/site/; etag off; }
  location /length/ { alias /srv/site/; client_max_body_size 3; }
  location /types/ { alias /srv/site/; types { text/x-own txt; } default_type text/x-any; }
  location /notypes/ { alias /srv/site/; types { } }
  location /cache/ { alias /srv/site/; add_header Cache-Control "no-store"; }
  location /empty/ { alias /srv/site/; add_header X-Empty ""; }`),
    requests: [
      ...paths('/about.html', '/nothing', '/own/about.html', '/own/nothing', '/max/about.html', '/epoch/about.html'),
      ...paths(
        '/charset/about.html',
        '/charset/style.css',
        '/charset/pic.png',
        '/etag/about.html',
        '/types/digits.txt',
        '/types/pic.png',
      ),
      ...paths('/notypes/about.html', '/cache/about.html', '/empty/about.html', '/sub'),
      {request: post('/length/about.html', 'abcdef')},
      {request: post('/length/about.html', 'abc')},
    ],
  },
  {
    name: 'access rules',
    conf: site(`
  location /none/ { alias /srv/site/; deny all; }
  location /some/ { alias /srv/site/; deny 10.9.8.7; allow all; }
  location /net/ { alias /srv/site/; allow 10.9.0.0/16; deny all; }
  location /page/ { alias /srv/site/; deny all; error_page 403 /about.html; }
  location /except/ { alias /srv/site/; limit_except GET { deny all; } }
  location = /internal { internal; return 200 "inside\\n"; }`),
    requests: [
      ...paths('/none/about.html', '/some/about.html', '/net/about.html', '/page/x', '/except/about.html', '/internal'),
      {request: post('/except/about.html', 'x')},
    ],
  },
  {
    name: 'variables',
    conf: site(
      `
  location / { return 200 "$request_method|$request_uri|$uri|$document_uri|$args|$query_string|$is_args|$arg_a|$arg_B|$host|$server_name|$server_port|$scheme|$https|$server_protocol|$request|$http_user_agent|$http_x_own|$http_missing|$cookie_c|$content_type|$content_length|$document_root|$request_filename|$nginx_version_missing_not\\n"; }`.replace(
        '|$nginx_version_missing_not',
        '|$body_bytes_sent|$request_completion|$remote_user|$limit_rate',
      ),
    ),
    requests: [
      {request: get('/a%20b?a=1&b=%20x', {'User-Agent': 'me/1', 'X-Own': 'own', Cookie: 'd=1; c=cookie'})},
      {request: get('/', {Host: 'LOCALHOST:81'})},
      {request: post('/', 'a=b', {'Content-Type': 'text/x'})},
    ],
  },
  {
    name: 'proxy',
    conf: http(`
  upstream back { server 127.0.0.1:8081; server 127.0.0.1:8082; }
  upstream weighted { server 127.0.0.1:8081 weight=3; server 127.0.0.1:8082; }
  upstream dead { server 127.0.0.1:9; server 127.0.0.1:8082; }
  upstream allDead { server 127.0.0.1:9; server 127.0.0.1:10; }
  upstream spare { server 127.0.0.1:9; server 127.0.0.1:8082 backup; }
  server { listen 8081; add_header X-From one; location / { return 200 "one $request_method $request_uri $http_host $server_protocol [$http_connection] [$http_x_real_ip] [$http_x_own] [$content_length]\\n"; }
    location = /redirect { return 302 http://127.0.0.1:8081/there; } location = /not-found { return 404 "none here\\n"; } location = /slow { return 204; } location = /date { default_type text/x-date; return 200 "date\\n"; } }
  server { listen 8082; location / { return 200 "two $request_uri\\n"; } }
  server {
    listen 80;
    location / { proxy_pass http://back; }
    location /plain/ { proxy_pass http://127.0.0.1:8081; }
    location /slash/ { proxy_pass http://127.0.0.1:8081/; }
    location /path/ { proxy_pass http://127.0.0.1:8081/base/; }
    location /noslash { proxy_pass http://127.0.0.1:8081/base; }
    location /headers/ { proxy_pass http://127.0.0.1:8081; proxy_set_header Host $host; proxy_set_header X-Real-IP 9.9.9.9; proxy_set_header X-Own ""; proxy_http_version 1.1; }
    location /weighted/ { proxy_pass http://weighted; }
    location /dead/ { proxy_pass http://dead; }
    location /all-dead/ { proxy_pass http://allDead; }
    location /spare/ { proxy_pass http://spare; }
    location /refused/ { proxy_pass http://127.0.0.1:9; }
    location /variable/ { set $to 127.0.0.1:8081; proxy_pass http://$to; }
    location ~ ^/regex/(.*)$ { proxy_pass http://127.0.0.1:8082; }
    location = /redirect { proxy_pass http://127.0.0.1:8081/redirect; }
    location = /redirect-off { proxy_pass http://127.0.0.1:8081/redirect; proxy_redirect off; }
    location = /not-found { proxy_pass http://127.0.0.1:8081/not-found; }
    location = /intercept { proxy_pass http://127.0.0.1:8081/not-found; proxy_intercept_errors on; error_page 404 = /instead; }
    location = /instead { return 200 "instead\\n"; }
    location = /date { proxy_pass http://127.0.0.1:8081/date; proxy_hide_header X-From; }
    location = /body { client_max_body_size 4; proxy_pass http://127.0.0.1:8081; }
  }`),
    requests: [
      ...paths('/1', '/2', '/3', '/4', '/plain/a?b=c', '/slash/a?b=c', '/path/a', '/noslash/a', '/noslashx', '/slash'),
      {request: get('/headers/', {'X-Own': 'own'})},
      ...paths(
        '/weighted/1',
        '/weighted/2',
        '/weighted/3',
        '/weighted/4',
        '/weighted/5',
        '/dead/',
        '/all-dead/',
        '/spare/',
        '/refused/',
      ),
      ...paths(
        '/variable/x',
        '/regex/a',
        '/redirect',
        '/redirect-off',
        '/not-found',
        '/intercept',
        '/date',
        '/slash/a%20b',
        '/plain/a%20b',
      ),
      {request: post('/plain/post', 'a=b&c=d')},
      {request: post('/body', '1234567')},
      {request: get('/plain/head', {}, 'HEAD')},
      {
        request:
          'POST /plain/chunked HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      },
    ],
  },
  {
    name: 'map',
    conf: http(`
  map $arg_x $kind { default other; one first; two second; ~^t(?<rest>.*) "t $rest"; ~*^UP upper; *.example.org star; hostnames; }
  map $uri $plain { /a 1; /b 2; }
  server { listen 80; return 200 "$kind|$plain\\n"; }`),
    requests: paths('/?x=one', '/?x=two', '/?x=three', '/?x=up', '/?x=', '/', '/a', '/b?x=ONE', '/?x=www.example.org'),
  },
  {
    name: 'redirect settings',
    conf: http(`
  server { listen 80; root /srv/site; absolute_redirect off; location = /go { return 301 /about.html; } }
  server { listen 8080; root /srv/site; server_name_in_redirect on; server_name named.example; }
  server { listen 8081; root /srv/site; port_in_redirect off; }`),
    requests: [
      ...paths('/sub', '/sub?a=b', '/go'),
      {port: 8080, request: get('/sub')},
      {port: 8081, request: get('/sub', {Host: 'localhost:9999'})},
      {port: 8080, request: get('/sub/')},
    ],
  },
  {
    name: 'stub_status and defaults',
    conf: http(
      'server { listen 80; location = /plain { return 200; } location /none/ { root /nowhere; } location = /big { return 200 "x"; } }',
    ),
    requests: paths('/plain', '/none/', '/none/x', '/big'),
  },
];
