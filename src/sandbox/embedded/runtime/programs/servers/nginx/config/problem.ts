/** Where in the configuration something is said. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Instead of a file: what `-g` said. */
export const commandLine = 'command line';

/** The configuration cannot be used. The message is nginx's own, without the place. */
export class ConfigProblem extends Error {
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(message);
    this.place = place;
  }

  /** As it is printed: `unknown directive "x" in /etc/nginx/nginx.conf:3` */
  get text(): string {
    return placed(this.message, this.place);
  }
}

export function placed(message: string, place: Place | undefined): string {
  if (place === undefined) return message;
  return `${message} in ${place.file === commandLine ? commandLine : `${place.file}:${place.line}`}`;
}
