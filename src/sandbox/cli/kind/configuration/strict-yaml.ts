import {isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap} from 'yaml';
import type {Shape} from './shape.ts';

/** A YAML document that can be compared with a shape. */
export interface StrictDocument {
  readonly value: unknown;
  /** What its fields have that the shape does not: one line each, in the words of Go's reader. */
  problems(shape: Shape): readonly string[];
}

/** Reads one document; throws what Go's reader says of text that is no YAML. https://pkg.go.dev/go.yaml.in/yaml/v3 */
export function readStrict(source: string): StrictDocument {
  const lines = new LineCounter();
  const document = parseDocument(source, {version: '1.1', lineCounter: lines, prettyErrors: false});
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`yaml: ${complaint(error.message, lines.linePos(error.pos[1]).line)}`);
  const {contents} = document;
  return {
    value: document.toJS() ?? {},
    problems: (shape) => (contents === null ? [] : new Comparison(lines).compare(contents, shape)),
  };
}

/** The commonest mistakes in Go's words; its lines are those where a block began. */
function complaint(message: string, line: number): string {
  if (/Nested mappings|Implicit keys|not allowed in compact|must be indented|implicit map key/i.test(message))
    return `line ${line}: mapping values are not allowed in this context`;
  if (/tab/i.test(message)) return `line ${line}: found character that cannot start any token`;
  return `line ${line}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

class Comparison {
  private readonly lines: LineCounter;
  private readonly problems: string[] = [];

  constructor(lines: LineCounter) {
    this.lines = lines;
  }

  compare(node: Node, shape: Shape): readonly string[] {
    this.visit(node, shape);
    return this.problems;
  }

  private visit(node: unknown, shape: Shape): void {
    if (node === null || node === undefined || isAlias(node)) return;
    if (isScalar(node) && node.value === null) return;
    if (isMap(node)) this.visitMap(node, shape);
    else if (isSeq(node)) {
      if (shape.kind !== 'list') this.complain(node, `cannot unmarshal !!seq into ${typeOf(shape)}`);
      else for (const item of node.items) this.visit(item, shape.of);
    } else if (isScalar(node)) {
      const seen = scalarProblem(node.value, node.source ?? String(node.value), shape);
      if (seen !== undefined) this.complain(node, `cannot unmarshal ${seen} into ${typeOf(shape)}`);
    }
  }

  private visitMap(node: YAMLMap, shape: Shape): void {
    if (shape.kind !== 'object' && shape.kind !== 'map') {
      this.complain(node, `cannot unmarshal !!map into ${typeOf(shape)}`);
      return;
    }
    for (const {key, value} of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const inner = shape.kind === 'map' ? shape.of : shape.fields[name];
      if (inner !== undefined) this.visit(value, inner);
      else this.complain(key, `field ${name} not found in type ${typeOf(shape)}`);
    }
  }

  private complain(node: unknown, what: string): void {
    const at = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
    this.problems.push(`line ${this.lines.linePos(at).line}: ${what}`);
  }
}

function typeOf(shape: Shape): string {
  if (shape.kind === 'int') return 'int32';
  return shape.kind === 'bool' ? 'bool' : shape.type;
}

/** The tag and the text of a scalar that the shape cannot take; undefined when it can. Any scalar is a text. */
function scalarProblem(value: unknown, source: string, shape: Shape): string | undefined {
  const fits =
    shape.kind === 'text' ||
    (shape.kind === 'int' && typeof value === 'number' && Number.isInteger(value)) ||
    (shape.kind === 'bool' && typeof value === 'boolean');
  if (fits) return undefined;
  const shown = source.length > 10 ? `${source.slice(0, 7)}...` : source;
  return `${tagOf(value, source)} \`${shown}\``;
}

/** `yes` is a text that may stand for a truth. */
function tagOf(value: unknown, source: string): string {
  if (typeof value === 'boolean') return /^(true|false)$/i.test(source) ? '!!bool' : '!!str';
  if (typeof value === 'number') return Number.isInteger(value) ? '!!int' : '!!float';
  return '!!str';
}
