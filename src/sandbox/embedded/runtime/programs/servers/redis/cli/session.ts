import type {Process} from '../../../../process/process.ts';
import {CliConnection, Unreachable} from './connection.ts';
import type {CliOptions} from './options.ts';

/** One run of redis-cli, connected or not. */
export class CliSession {
  readonly process: Process;
  readonly options: CliOptions;
  connection: CliConnection | undefined;
  database: number;
  isInTransaction = false;

  constructor(process: Process, options: CliOptions) {
    this.process = process;
    this.options = options;
    this.database = options.database;
  }

  /** Whether replies are written as they are. */
  get isRaw(): boolean {
    return this.options.raw ?? this.process.descriptor(1)?.terminal === undefined;
  }

  /** The connection, made anew when there is none, with password and database. Throws Unreachable. */
  async connect(): Promise<CliConnection> {
    if (this.connection) return this.connection;
    const {options, process} = this;
    const connection = await CliConnection.open(process, options);
    if (options.password !== undefined) {
      const user = options.user === undefined ? [] : [options.user];
      const reply = await connection.ask(['AUTH', ...user, options.password]);
      if (reply?.kind === 'error') await process.complain(`AUTH failed: ${reply.text}`);
    }
    if (this.database !== 0) {
      const reply = await connection.ask(['SELECT', String(this.database)]);
      if (reply?.kind === 'error') throw new Unreachable(`SELECT ${this.database} failed: ${reply.text}`);
    }
    this.connection = connection;
    return connection;
  }

  /** The server has gone. */
  lose(): void {
    this.connection?.close();
    this.connection = undefined;
    this.isInTransaction = false;
  }

  get prompt(): string {
    if (!this.connection) return 'not connected> ';
    const {host, port} = this.options;
    const database = this.database === 0 ? '' : `[${this.database}]`;
    return `${host}:${port}${database}${this.isInTransaction ? '(TX)' : ''}> `;
  }
}
