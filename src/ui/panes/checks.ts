import type {Messages} from '../../messages/index.ts';
import type {Operation, Verdict} from '../../observation.ts';
import type {Role} from '../palette.ts';
import type {Picture} from '../picture.ts';
import type {Theme} from '../theme.ts';
import {oneLine, paragraph, paragraphWithCode} from './text.ts';

/** Every check with its verdict, and under what is not passed why; above all what goes on right now. */
export function checksLines(picture: Picture, width: number): readonly string[] {
  const {session, theme, tell, notice, operation, say} = picture;
  return [
    ...passedLines(picture, width),
    ...(notice === '' ? [] : paragraph(theme, 'waiting', notice, width)),
    ...(operation ? [operationLine(operation, theme, say, width)] : []),
    ...(session.phase === 'entering'
      ? paragraph(theme, 'muted', say.entering(tell.text(session.step.title)), width)
      : verdictLines(picture, width)),
    ...noShellLines(picture, width),
  ];
}

function passedLines({session, theme, say}: Picture, width: number): readonly string[] {
  return session.phase === 'passed'
    ? [oneLine(theme, 'passed', `${theme.symbols.passed} ${say.notePassed}`, width)]
    : [];
}

/** Nothing can be looked at in a step that could not begin; its text says why. */
function verdictLines(picture: Picture, width: number): readonly string[] {
  const {session, tell} = picture;
  if (session.phase === 'stuck') return [];
  const told = new Set<string>();
  return tell.checksOf(session.step).flatMap((check, index) => {
    const verdict = session.verdicts[index];
    const reason = reasonOf(picture, verdict);
    // Two checks with one cause: it is read once.
    const lines = reason === '' || told.has(reason) ? [] : reasonLines(picture, verdict, reason, width);
    told.add(reason);
    return [checkLine(picture, tell.check(check), verdict, width), ...lines];
  });
}

function checkLine({theme, say}: Picture, name: string, verdict: Verdict | undefined, width: number): string {
  const kind = verdict?.verdict ?? 'unmet';
  const mark = theme.paint(kind, theme.symbols[kind]);
  // Colour and symbol alone do not reach everybody: what is not simply open is said in a word.
  const word = kind === 'waiting' || kind === 'blocked' ? ` (${say[kind]})` : '';
  return `${mark} ${oneLine(theme, kind === 'passed' ? 'muted' : 'text', name + word, width - 2)}`;
}

/** Before the first try everything is simply open: to say why would be noise, and give a puzzle away. */
function reasonOf({tell, tried}: Picture, verdict: Verdict | undefined): string {
  if (!verdict || verdict.verdict === 'passed' || (verdict.verdict === 'unmet' && !tried)) return '';
  return tell.says(verdict);
}

function reasonLines({theme}: Picture, verdict: Verdict | undefined, reason: string, width: number): readonly string[] {
  const role: Role = verdict?.verdict === 'blocked' ? 'blocked' : 'muted';
  return reason
    .split('\n')
    .flatMap((line) => paragraphWithCode(theme, role, line, width - 2).map((text) => `  ${text}`));
}

/** The lesson has the whole screen then, so that what to do instead has to stand here. */
function noShellLines({shell, theme, say}: Picture, width: number): readonly string[] {
  if (shell.state !== 'impossible') return [];
  return [
    ...paragraph(theme, 'text', say.shellImpossible(shell.reason), width),
    oneLine(theme, 'command', '  eval "$(k8s-learn sandbox env)"', width),
  ];
}

function operationLine(operation: Operation, theme: Theme, say: Messages, width: number): string {
  if (operation.kind === 'cluster') {
    const {what, phase, done, total} = operation;
    return oneLine(theme, 'waiting', say.clusterOperation(what, say.clusterPhases[phase], done, total), width);
  }
  const {what, doneBytes, totalBytes, bytesPerSecond} = operation;
  const size = totalBytes > 0 ? `${megabytes(doneBytes)}/${megabytes(totalBytes)} MB` : `${megabytes(doneBytes)} MB`;
  return oneLine(theme, 'waiting', say.operation(what, size, `${megabytes(bytesPerSecond)} MB/s`), width);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
