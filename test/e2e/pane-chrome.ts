import type {Layout} from '../../src/ui/layout.ts';

/** A frame whose every row has characters terminals disagree about, before, beside and behind the pane. */
export function chromeOf(plan: Layout): readonly string[] {
  const lesson = plan.lesson ?? {x: 0, y: 0, width: 0, height: 0};
  return Array.from({length: plan.rows}, (_, y) => {
    if (y === 0) return `\x1b[7m k8s-learn ① 容器 ●\x1b[0m`;
    if (y === plan.rows - 1) return '^] 课文  ? 帮助';
    const text = y % 2 === 0 ? '镜像（image）是只读的模板 ● ①' : '\x1b[36m한국어 and Latin ─ text ✔\x1b[0m';
    if (plan.mode === 'stacked') return y < lesson.y + lesson.height ? ` ${text}` : '─'.repeat(plan.columns);
    const blanks = ' '.repeat(Math.max(0, (plan.divider?.x ?? 0) - 30));
    return ` ${y % 2 === 0 ? `${text}` : `${text}   `}${blanks}│`;
  });
}
