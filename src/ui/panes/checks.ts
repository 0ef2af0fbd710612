import type {Operation, Verdict} from '../../observation.ts';
import type {Role} from '../palette.ts';
import type {Picture} from '../picture.ts';
import type {Theme} from '../theme.ts';
import {oneLine, paragraph} from './text.ts';

/** Every check with its verdict, and under what is not passed why; above all what goes on right now. */
export function checksLines(picture: Picture, width: number): readonly string[] {
  const {session, theme, tell, notice, operation, say} = picture;
  const checks = tell.checksOf(session.step);
  return [
    ...passedLines(picture, width),
    ...(notice === '' ? [] : paragraph(theme, 'waiting', notice, width)),
    ...(operation ? [operationLine(operation, theme, say.operation, width)] : []),
    ...(session.phase === 'entering'
      ? paragraph(theme, 'muted', say.entering(tell.text(session.step.title)), width)
      : checks.flatMap((check, index) => checkLines(picture, tell.check(check), session.verdicts[index], width))),
  ];
}

function passedLines({session, theme, say}: Picture, width: number): readonly string[] {
  return session.phase === 'passed'
    ? [oneLine(theme, 'passed', `${theme.symbols.passed} ${say.notePassed}`, width)]
    : [];
}

function checkLines(
  {theme, tell, say}: Picture,
  name: string,
  verdict: Verdict | undefined,
  width: number,
): readonly string[] {
  const kind = verdict?.verdict ?? 'unmet';
  const mark = theme.paint(kind, theme.symbols[kind]);
  // Colour and symbol alone do not reach everybody: what is not simply open is said in a word.
  const word = kind === 'waiting' || kind === 'blocked' ? ` (${say[kind]})` : '';
  const title = `${mark} ${oneLine(theme, kind === 'passed' ? 'muted' : 'text', name + word, width - 2)}`;
  if (!verdict || verdict.verdict === 'passed') return [title];
  const role: Role = kind === 'blocked' ? 'blocked' : 'muted';
  return [
    title,
    ...tell
      .says(verdict)
      .split('\n')
      .flatMap((line) => paragraph(theme, role, line, width - 2).map((text) => `  ${text}`)),
  ];
}

function operationLine(
  {what, doneBytes, totalBytes, bytesPerSecond}: Operation,
  theme: Theme,
  said: (what: string, size: string, rate: string) => string,
  width: number,
): string {
  const size = totalBytes > 0 ? `${megabytes(doneBytes)}/${megabytes(totalBytes)} MB` : `${megabytes(doneBytes)} MB`;
  return oneLine(theme, 'waiting', said(what, size, `${megabytes(bytesPerSecond)} MB/s`), width);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
