/** What nginx says behind a status; '' for one it has no words for. */
const reasons: {readonly [status: number]: string} = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Time-out',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
  507: 'Insufficient Storage',
};

/** Titles of pages where they are not the status with its words. */
const titles: {readonly [status: number]: string} = {302: '302 Found', 401: '401 Authorization Required'};

/** Statuses after which nginx trusts the connection no more. */
const closing = new Set([400, 413, 414, 494, 500, 501]);

/** A header that is too large: the client sees 400, `error_page` and the log see this. */
export const headerTooLarge = 494;

export function reasonFor(status: number): string {
  return reasons[status] ?? '';
}

export function closesConnection(status: number): boolean {
  return closing.has(status);
}

/** The page nginx makes itself; undefined for a status it has none for. `signature` is its name, with its version or without. */
export function pageFor(status: number, signature: string): string | undefined {
  const isLarge = status === headerTooLarge;
  const title = isLarge ? '400 Request Header Or Cookie Too Large' : titleOf(status);
  if (title === undefined) return undefined;
  const heading = isLarge
    ? '<center><h1>400 Bad Request</h1></center>\r\n<center>Request Header Or Cookie Too Large</center>\r\n'
    : `<center><h1>${title}</h1></center>\r\n`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${heading}<hr><center>${signature}</center>\r\n</body>\r\n</html>\r\n`;
}

function titleOf(status: number): string | undefined {
  if (titles[status] !== undefined) return titles[status];
  return status >= 301 && status !== 304 && reasons[status] !== undefined ? `${status} ${reasons[status]}` : undefined;
}
