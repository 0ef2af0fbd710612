import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Writes a small course whose steps need a Docker and no image: a file, a command, several lines, a quiz. */
export function writeCourse(folder: string): void {
  for (const name of ['01-first', '02-second']) mkdirSync(join(folder, name), {recursive: true});
  writeFileSync(
    join(folder, 'course.yaml'),
    'format: 1\nid: small\ntitle: {en: Small, zh: 小}\nlanguages: [en, zh]\nimages: []\n',
  );
  writeFileSync(join(folder, '01-first', 'lesson.md'), first);
  writeFileSync(join(folder, '01-first', 'lesson.zh.md'), firstZh);
  writeFileSync(join(folder, '02-second', 'lesson.md'), second);
  writeFileSync(join(folder, '02-second', 'lesson.zh.md'), secondZh);
}

const first = `---
id: first
title: First
summary: A file, a command, a question.
minutes: 5
needs: [docker]
---

Begin here.

## Write a note {#note}

Put one word into a file.

\`\`\`sh run
echo hello > note.txt
\`\`\`

\`\`\`yaml check
- file: {path: note.txt, contains: hello}
\`\`\`

> [!HINT]
> The first hint: look with \`cat note.txt\`.

> [!HINT]
> The second hint: write it with \`echo\`.

\`\`\`yaml mistakes
- run: echo hallo > note.txt
  says: does not contain hello
- run: echo hello > notes.txt
  says: note.txt
\`\`\`

## Look around {#look}

Two commands, and a third one.

\`\`\`sh run
docker volume ls
docker network ls
\`\`\`

\`\`\`sh run
docker ps -a
\`\`\`

\`\`\`yaml check
- command: {ran: docker volume ls}
- command: {ran: docker ps, detail: {all: true}}
\`\`\`

> [!HINT]
> Type both.

> [!HINT]
> The second with \`-a\`.

\`\`\`yaml mistakes
- run: docker volume ls
  says: has not been run
- run: |
    docker volume ls
    docker ps
  says: without \`-a\`
\`\`\`

## Which is which? {#which .quiz}

More than one is right.

- [x] **One** is right
      Because \`one\` is.
- [ ] Two is right
      It is not, because of three.
- [x] Three is right
      Because three is.

## Remember {#remember .remember}

- One sentence.
- Two sentences.
- Three sentences.
`;

const firstZh = `---
title: 第一课
summary: 一个文件，一条命令，一个问题。
---

从这里开始。

## 写一张便条 {#note}

往文件里写一个词。

\`\`\`sh run
echo hello > note.txt
\`\`\`

> [!HINT]
> 第一条提示：用 \`cat note.txt\` 看一看。

> [!HINT]
> 第二条提示：用 \`echo\` 来写。

\`\`\`yaml mistakes
- says: 没有 hello
- says: note.txt
\`\`\`

## 四处看看 {#look}

两条命令，再加一条。

\`\`\`sh run
docker volume ls
docker network ls
\`\`\`

\`\`\`sh run
docker ps -a
\`\`\`

> [!HINT]
> 两段都要输入。

> [!HINT]
> 第二段带上 \`-a\`。

\`\`\`yaml mistakes
- says: 没有运行过
- says: '\`-a\`'
\`\`\`

## 哪个是哪个？ {#which .quiz}

对的不止一个。

- [x] **一**是对的
      因为 \`一\` 是。
- [ ] 二是对的
      不是，因为有三。
- [x] 三是对的
      因为三是。

## 记住 {#remember .remember}

- 第一句。
- 第二句。
- 第三句。
`;

const second = `---
id: second
title: Second
summary: A volume.
minutes: 3
needs: [docker]
---

Go on.

## Make a shelf {#shelf}

A volume this time.

\`\`\`sh run
docker volume create kl-e2e-shelf
\`\`\`

\`\`\`yaml check
- volume: {name: kl-e2e-shelf}
\`\`\`

> [!HINT]
> As the line says.

> [!HINT]
> With \`create\`.

\`\`\`yaml mistakes
- run: docker volume create kl-e2e-shel
  says: kl-e2e-shel
- run: docker network create kl-e2e-shelf
  says: volume
\`\`\`

## Remember {#remember .remember}

- One.
- Two.
- Three.
`;

const secondZh = `---
title: 第二课
summary: 一个卷。
---

继续。

## 做一个书架 {#shelf}

这次是一个卷。

\`\`\`sh run
docker volume create kl-e2e-shelf
\`\`\`

> [!HINT]
> 照那一行做。

> [!HINT]
> 用 \`create\`。

\`\`\`yaml mistakes
- says: kl-e2e-shel
- says: 卷
\`\`\`

## 记住 {#remember .remember}

- 一。
- 二。
- 三。
`;
