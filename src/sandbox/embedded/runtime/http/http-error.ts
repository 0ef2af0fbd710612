/** What can be wrong with bytes that should be HTTP. */
export type HttpFault = 'malformed' | 'too-large' | 'cut-short';

/** The status a server answers a fault with. */
const statuses = {malformed: 400, 'too-large': 431, 'cut-short': 400} as const;

/** A message that is not HTTP/1.1, is larger than it may be, or ends before its time. */
export class HttpError extends Error {
  readonly fault: HttpFault;

  constructor(fault: HttpFault, message: string) {
    super(message);
    this.fault = fault;
  }

  get status(): number {
    return statuses[this.fault];
  }
}

export function malformed(message: string): HttpError {
  return new HttpError('malformed', message);
}
