import type {Command, HereDocument, Redirect, Script, SimpleCommand} from './ast.ts';
import {isKeyword} from './keywords.ts';
import {printWord, type ScriptPrinter} from './print-word.ts';

/** A script as text that parses to the same again. */
export function printScript(script: Script): string {
  const printer = new Printer('\n');
  return printer.script(script) + printer.documents();
}

/** A command on one line, as `jobs` shows it; here-documents are left out. */
export function printCommand(command: Command): string {
  return new Printer('; ').command(command);
}

class Printer implements ScriptPrinter {
  /** What goes between commands. */
  readonly #separator: '\n' | '; ';
  #documents: HereDocument[] = [];

  constructor(separator: '\n' | '; ') {
    this.#separator = separator;
  }

  get #isFlat(): boolean {
    return this.#separator === '; ';
  }

  /** The bodies of here-documents whose line ends here. */
  documents(): string {
    const documents = this.#documents.splice(0);
    if (this.#isFlat || documents.length === 0) return '';
    return documents
      .map(({delimiter, literal, body}) => {
        const text = literal
          ? body.map((part) => (part.kind === 'text' ? part.text : ''))
          : [this.#word(body, 'document')];
        return `\n${text.join('')}${delimiter}`;
      })
      .join('');
  }

  script(script: Script): string {
    return script
      .map((command) => {
        const text = this.command(command) + this.documents();
        // An ampersand separates by itself.
        return this.#isFlat && command.kind === 'background' ? `${text} ` : text + this.#separator;
      })
      .join('')
      .replace(/; $/, '');
  }

  nested(script: Script): string {
    const text = new Printer(this.#separator).script(script);
    return text.startsWith('(') ? ` ${text}` : text;
  }

  command(command: Command): string {
    switch (command.kind) {
      case 'simple':
        return this.#simple(command);
      case 'pipeline': {
        const text = command.commands.map((part) => this.command(part)).join(' | ');
        return command.negated ? `! ${text}` : text;
      }
      case 'and-or':
        return [
          this.command(command.first),
          ...command.rest.map((item) => `${item.operator} ${this.command(item.command)}`),
        ].join(' ');
      case 'background':
        return `${this.command(command.command)} &`;
      case 'group':
        return `{ ${this.#list(command.body)}}`;
      case 'subshell':
        return this.#isFlat ? `(${this.nested(command.body)})` : `( ${this.#list(command.body)})`;
      case 'redirected':
        return [this.command(command.command), ...command.redirects.map((one) => this.#redirect(one))].join(' ');
      case 'function':
        // A name that was quoted is none anybody can call.
        return `${command.name === '' ? "''" : command.name}() ${this.command(command.body)}`;
      default:
        return this.#compound(command);
    }
  }

  #compound(command: Extract<Command, {kind: 'if' | 'loop' | 'for' | 'case'}>): string {
    switch (command.kind) {
      case 'if': {
        const branches = command.branches.map(
          ({condition, body}) => `if ${this.#list(condition)}then ${this.#list(body)}`,
        );
        const otherwise = command.otherwise ? `else ${this.#list(command.otherwise)}` : '';
        return `${branches.join('el')}${otherwise}fi`;
      }
      case 'loop':
        return `${command.until ? 'until' : 'while'} ${this.#list(command.condition)}${this.#body(command.body)}`;
      case 'for': {
        const words = command.words?.map((word) => ` ${this.#word(word)}`).join('');
        const list = words === undefined ? '' : ` in${words}`;
        return `for ${command.name}${list}${this.#separator}${this.#body(command.body)}`;
      }
      case 'case': {
        const items = command.items.map(({patterns, body}) => {
          const list = patterns.map((pattern) => this.#word(pattern)).join(' | ');
          return this.#isFlat ? `${list}) ${this.script(body)};; ` : `(${list}) ${this.#list(body)};; `;
        });
        return `case ${this.#word(command.word)} in ${items.join('')}esac`;
      }
    }
  }

  #body(body: Script): string {
    return `do ${this.#list(body)}done`;
  }

  /** Commands with a separator behind the last one too. */
  #list(body: Script): string {
    const text = this.script(body);
    return text === '' || /[\n&] ?$/.test(text) ? text : `${text}; `;
  }

  #simple({assignments, words, redirects}: SimpleCommand): string {
    const files = redirects.map((redirect) => this.#redirect(redirect));
    const before = assignments.map(({name, value}) => `${name}=${this.#word(value)}`);
    const fields = words.map((word) => this.#word(word));
    // Behind a redirection a keyword is none.
    const isKeywordFirst = before.length === 0 && isKeyword(fields[0] ?? '');
    return (isKeywordFirst ? [...files, ...fields] : [...before, ...fields, ...files]).join(' ');
  }

  #redirect(redirect: Redirect): string {
    if (redirect.operator === '&>') return `&>${this.#word(redirect.target)}`;
    const usual = redirect.operator.startsWith('<') ? 0 : 1;
    const fd = redirect.fd === usual ? '' : String(redirect.fd);
    if (redirect.operator !== '<<') return `${fd}${redirect.operator}${this.#word(redirect.target)}`;
    const {document} = redirect;
    if (this.#isFlat) return `${fd}<<...`;
    this.#documents.push(document);
    const delimiter = document.literal ? `'${document.delimiter}'` : document.delimiter;
    return `${fd}<<${document.strip ? '-' : ''}${delimiter}`;
  }

  #word(word: Parameters<typeof printWord>[0], context: Parameters<typeof printWord>[1] = 'plain'): string {
    return printWord(word, context, this);
  }
}
