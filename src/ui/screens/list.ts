import type {Lesson, Step} from '../../lessons/lesson.ts';
import {oneLine, spread} from '../panes/text.ts';
import type {Picture} from '../picture.ts';
import {textWidth} from '../terminal/width.ts';

export interface Row {
  readonly lesson: Lesson;
  /** undefined for the lesson's own row. */
  readonly step: Step | undefined;
}

/** Lessons, the steps of the current one, and what matches a search in any language, letter case ignored. */
export function listRows({session, tell, view}: Pick<Picture, 'session' | 'tell' | 'view'>): readonly Row[] {
  const query = view.overlay.kind === 'list' ? view.overlay.query.trim().toLowerCase() : '';
  const matches = (...texts: readonly string[]): boolean => texts.some((text) => text.toLowerCase().includes(query));
  return session.course.lessons.flatMap((lesson): readonly Row[] => {
    const own = matches(lesson.id, tell.text(lesson.title), tell.text(lesson.summary));
    const steps = lesson.steps
      .filter((step) => (query === '' ? lesson.id === session.lesson.id : matches(step.id, tell.text(step.title))))
      .map((step) => ({lesson, step}));
    return query === '' || own || steps.length > 0 ? [{lesson, step: undefined}, ...steps] : [];
  });
}

/** The lesson list: number, title, minutes, progress; the cursor's row is inverse. */
export function listLines(
  picture: Picture,
  size: {readonly width: number; readonly height: number},
): readonly string[] {
  const {view, theme, say} = picture;
  if (view.overlay.kind !== 'list') return [];
  const {query, searching, cursor} = view.overlay;
  const rows = listRows(picture);
  const room = size.height - 2;
  const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), rows.length - room));
  const search = query !== '' || searching ? `${say.searchPrompt}: ${query}${searching ? '_' : ''}` : '/';
  const head = spread(theme.paint('heading', ` ${say.lessonsTitle}`), theme.paint('muted', `${search} `), size.width);
  const lines = rows
    .slice(first, first + room)
    .map((row, index) => rowLine(picture, row, {width: size.width, selected: first + index === cursor}));
  return [head, '', ...(rows.length === 0 ? [` ${theme.paint('muted', say.noMatches)}`] : lines)];
}

function rowLine(
  {session, theme, say, tell}: Picture,
  {lesson, step}: Row,
  {width, selected}: {readonly width: number; readonly selected: boolean},
): string {
  const done = session.progress.courses[session.course.id]?.lessons[lesson.id]?.steps ?? {};
  const passed = (id: string): boolean => done[id]?.passedAt !== undefined;
  const count = lesson.steps.filter(({id}) => passed(id)).length;
  const here = step ? step.id === session.step.id && lesson.id === session.lesson.id : false;
  const right = step
    ? ''
    : `${say.minutes(lesson.minutes).padStart(7)}  ${say.stepsPassed(count, lesson.steps.length).padStart(5)} `;
  const mark = step
    ? passed(step.id)
      ? theme.symbols.passed
      : theme.symbols.unmet
    : String(lesson.number).padStart(2);
  const left = step
    ? `      ${mark} ${tell.text(step.title)}${here ? ` ${theme.symbols.quote}` : ''}`
    : ` ${mark}  ${tell.text(lesson.title)}`;
  const cut = oneLine(theme, step ? 'text' : 'strong', left, width - textWidth(right) - 1);
  const line = spread(cut, theme.paint('muted', right), width);
  return selected ? theme.paint('selected', line) : line;
}
