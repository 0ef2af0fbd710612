/** Command lines of curl; what the real one prints is in `answers.json`, made by `record.ts`. */

const w = 'http://web:8089';

/** Words after `curl`. */
export const curlCases: readonly (readonly string[])[] = [
  [`${w}/`],
  ['-s', `${w}/`],
  ['-s', w],
  ['-s', 'web:8089/echo?x'],
  ['-i', '-s', `${w}/`],
  ['-I', `${w}/`],
  ['-sI', `${w}/`],
  ['-v', '-s', `${w}/`],
  ['-sv', '-I', `${w}/`],
  ['-v', '-s', '-L', `${w}/redirect`],
  ['-sv', '-d', 'a=b', `${w}/`],
  ['-s', '-v', 'http://127.0.0.1:8089/'],
  ['-sS', `${w}/404`],
  ['-f', `${w}/404`],
  ['-fsS', `${w}/404`],
  ['--fail-with-body', '-s', `${w}/404`],
  ['-sS', `${w}/short`],
  ['-sS', `${w}/empty`],
  ['-sS', 'http://web:1/'],
  ['-sS', 'http://nosuch.invalid/'],
  ['-sv', 'http://nosuch.invalid/'],
  ['-sv', 'http://web:1/'],
  ['-sS', '-L', `${w}/loop`],
  ['-sS', '--max-redirs', '2', '-L', `${w}/loop`],
  ['-s', `${w}/chunked`],
  ['-s', '-d', 'a=b', `${w}/echo`],
  ['-s', '-d', 'a=b', '-d', 'c=d', '-X', 'PUT', `${w}/echo`],
  ['-s', '-d', '@/tmp/lines', `${w}/echo`],
  ['-s', '--data-binary', '@/tmp/lines', `${w}/echo`],
  ['-s', '--data-raw', '@text', `${w}/echo`],
  ['-s', '-G', '-d', 'a=b', '--data-urlencode', 'q=x y&z', `${w}/echo?c=d`],
  ['-s', '-T', '/tmp/lines', `${w}/echo/`],
  ['-s', '-H', 'X-A:b', '-H', 'Accept:', '-A', 'me', '-e', 'ref', '-u', 'u:p', '-b', 'k=v', `${w}/echo`],
  ['-s', '-H', 'X;', `${w}/echo`],
  ['-s', '-H', 'Host: other', '-H', 'User-Agent: mine', `${w}/echo`],
  ['-s', '--json', '{}', `${w}/echo`],
  ['-s', '-F', 'a=b', '-F', 'f=@/tmp/lines', '-F', 'g=x;type=text/plain', `${w}/echo`],
  ['-s', '-X', 'DELETE', `${w}/echo`],
  ['-s', '-X', 'GET', '-d', 'a', `${w}/echo`],
  ['-s', '-0', `${w}/echo`],
  ['-sS', '-k', '-4', `${w}/echo`],
  ['-sS', 'http://user:pw@web:8089/echo'],
  ['-sS', `${w}/echo/../a/./echo#frag`],
  ['-sS', '--path-as-is', `${w}/a/../echo`],
  ['-s', '-r', '1-2', `${w}/echo`],
  ['-s', '-L', '-d', 'a=b', `${w}/to-echo`],
  ['-s', '-L', '-d', 'a=b', `${w}/to-echo-again`],
  ['-s', '-L', '-X', 'POST', '-d', 'a=b', `${w}/to-echo`],
  ['-o', '/tmp/out', `${w}/`],
  ['-#', '-o', '/tmp/out', `${w}/`],
  ['-sD', '-', '-o', '/dev/null', `${w}/`],
  ['-s', '-o', '/nodir/x', '-S', `${w}/`],
  ['-s', '-w', '%{http_code} %{size_download} %{url_effective} %{content_type}\\n', '-o', '/dev/null', `${w}/`],
  [
    '-s',
    '-w',
    '\\n%{http_version}|%{scheme}|%{method}|%{num_redirects}|%{redirect_url}|%{remote_ip}|%{remote_port}|%{exitcode}|%{errormsg}|%{urlnum}|%{size_upload}|%{num_connects}|%{num_headers}|%{filename_effective}|%%|\\t|',
    `${w}/redirect`,
  ],
  ['-s', '-w', '%{nosuch}', `${w}/`],
  ['-s', '-w', '%{http_code}', 'http://web:1/'],
  ['-sS', '-f', '-o', '/tmp/q', '-w', '%{http_code}', `${w}/503`],
  ['-s', `${w}/`, `${w}/404`],
  ['-sS', `${w}/{404,echo}`],
  ['-sS', `${w}/[404-404]`],
  ['-sS', `${w}/[`],
  ['-s', '--fail-early', '-f', `${w}/404`, `${w}/`],
  [],
  ['--nosuch'],
  ['-m'],
  ['-m', 'x', w],
  ['-s'],
  ['foo://x'],
  ['http://'],
  ['http://a:99999/'],
  ['-s', 'http://web:8089/a b'],
  ['-sS', 'http://web:8088/'],
  ['-I', '-d', 'a', `${w}/`],
  ['-sS', '-d', '@/nofile', `${w}/`],
  ['-sS', 'file:///tmp/lines'],
  ['-sS', 'file:///nofile'],
];

/** Answers by path, for whoever serves them: the very bytes, or `undefined` to hang up without any. */
export function serve({
  method,
  path,
  head,
  body,
}: {
  readonly method: string;
  readonly path: string;
  /** Request line and headers. */
  readonly head: string;
  readonly body: string;
}): {readonly answer: string; readonly hangsUp: boolean} {
  const plain = (
    status: string,
    headers: string,
    content: string,
  ): {readonly answer: string; readonly hangsUp: boolean} => ({
    answer: `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${content.length}\r\n\r\n${method === 'HEAD' ? '' : content}`,
    hangsUp: false,
  });
  const to = (status: string, location: string, content = ''): {readonly answer: string; readonly hangsUp: boolean} =>
    plain(status, `Location: ${location}\r\n`, content);
  if (path.includes('echo') && !path.includes('to-echo')) return plain('200 OK', '', `${head}\r\n\r\n${body}`);
  switch (path) {
    case '/redirect':
      return to('302 Found', '/sub/', 'red');
    case '/to-echo':
      return to('302 Found', '/echo');
    case '/to-echo-again':
      return to('307 Temporary Redirect', '/echo');
    case '/loop':
      return to('302 Found', '/loop');
    case '/404':
      return plain('404 Not Found', '', 'nope\n');
    case '/503':
      return plain('503 Unavailable', '', 'busy\n');
    case '/short':
      return {answer: 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc', hangsUp: true};
    case '/empty':
      return {answer: '', hangsUp: true};
    case '/chunked':
      return {answer: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', hangsUp: false};
    default:
      return plain('200 OK', 'Server: x\r\nContent-Type: text/plain\r\n', 'hello\n');
  }
}

/** Without what is another every time: speeds, times, ports, boundaries, where the meter was written. */
export function comparable(text: string): string {
  return text
    .replace(/\r([ 0-9]{3} [ 0-9k]{5} {2}[ 0-9]{3} [ 0-9k]{5} {2}[ 0-9]{3} [ 0-9k]{5}) [^\r\n]*(?=[\r\n])/g, '\r$1 …')
    .replace(/ after \d+ ms/g, ' after N ms')
    .replace(/from [\d.]+ port \d+ failed/g, 'from A port N failed')
    .replace(/-{24}\w{22}/g, '------------------------BOUNDARY')
    .replace(/\* (shutting down|closing) connection #0\n/g, '* $1 connection #0\n');
}
