import {type BuildCase, buildCase} from './build-case.ts';

const refused: readonly (readonly [string, string])[] = [
  ['an instruction there is not', 'FROM busybox:1.36\nENV A=1\nRNU x\n'],
  ['a word that is no instruction', 'FROM busybox:1.36\n\nfrom-scratch --flag x\n'],
  ['a here-document of a command', 'FROM busybox:1.36\nRUN <<EOF\necho hi\nEOF\n'],
  ['a here-document of a copy', 'FROM busybox:1.36\nCOPY <<EOF /x\nhello\nEOF\n'],
  ['a variable without a value', 'FROM busybox:1.36\nENV a\n'],
  ['no variable', 'FROM busybox:1.36\nENV\n'],
  ['a variable without an equals sign', 'FROM busybox:1.36\nENV a=b c\n'],
  ['a variable without a name', 'FROM busybox:1.36\nENV =b\n'],
  ['a label without a value', 'FROM busybox:1.36\nLABEL a\n'],
  ['no port', 'FROM busybox:1.36\nEXPOSE\n'],
  ['no user', 'FROM busybox:1.36\nUSER\n'],
  ['no working folder', 'FROM busybox:1.36\nWORKDIR\n'],
  ['no volume', 'FROM busybox:1.36\nVOLUME\n'],
  ['a volume without a name', 'FROM busybox:1.36\nVOLUME [""]\n'],
  ['no signal', 'FROM busybox:1.36\nSTOPSIGNAL\n'],
  ['a shell that is no list', 'FROM busybox:1.36\nSHELL /bin/sh -c\n'],
  ['an empty shell', 'FROM busybox:1.36\nSHELL []\n'],
  ['no health check', 'FROM busybox:1.36\nHEALTHCHECK\n'],
  ['a health check of no kind', 'FROM busybox:1.36\nHEALTHCHECK curl x\n'],
  ['a health check of nothing', 'FROM busybox:1.36\nHEALTHCHECK CMD\n'],
  ['no health check, and more', 'FROM busybox:1.36\nHEALTHCHECK NONE x\n'],
  ['an interval that is too short', 'FROM busybox:1.36\nHEALTHCHECK --interval=0.1ms CMD x\n'],
  ['an interval that is none', 'FROM busybox:1.36\nHEALTHCHECK --timeout=soon CMD x\n'],
  ['an interval without a unit', 'FROM busybox:1.36\nHEALTHCHECK --timeout=5 CMD x\n'],
  ['no retries', 'FROM busybox:1.36\nHEALTHCHECK --retries=0 CMD x\n'],
  ['retries that are no number', 'FROM busybox:1.36\nHEALTHCHECK --retries=x CMD x\n'],
  ['a flag of a health check there is not', 'FROM busybox:1.36\nHEALTHCHECK --often CMD x\n'],
  ['no trigger', 'FROM busybox:1.36\nONBUILD\n'],
  ['a trigger of a trigger', 'FROM busybox:1.36\nONBUILD ONBUILD RUN x\n'],
  ['a base as a trigger', 'FROM busybox:1.36\nONBUILD FROM x\n'],
  ['no author', 'FROM busybox:1.36\nMAINTAINER\n'],
  ['a list with a number', 'FROM busybox:1.36\nCMD ["a", 1]\n'],
  ['no argument', 'FROM busybox:1.36\nARG\n'],
  ['an argument without a name', 'FROM busybox:1.36\nARG =x\n'],
  ['a copy of nothing', 'FROM busybox:1.36\nCOPY a.txt\n'],
  ['an ADD of nothing', 'FROM busybox:1.36\nADD ["a.txt"]\n'],
  ['a flag of a copy there is not', 'FROM busybox:1.36\nCOPY --link a /b\n'],
  ['a flag without a value', 'FROM busybox:1.36\nCOPY --chown a /b\n'],
  ['a flag given twice', 'FROM busybox:1.36\nCOPY --chown=1 --chown=2 a /b\n'],
  ['a flag of a command there is not', 'FROM busybox:1.36\nRUN --fast true\n'],
  ['no base', 'FROM\n'],
  ['a stage without its name', 'FROM busybox:1.36 AS\n'],
  ['a stage that is no name', 'FROM busybox:1.36 AS 9a\n'],
  ['more than a stage', 'FROM busybox:1.36 AS a b\n'],
  ['a flag of a base there is not', 'FROM --plat=x busybox:1.36\n'],
  ['a command before its base', 'RUN true\nFROM busybox:1.36\n'],
  ['an escape character that is none', '# escape=x\nFROM busybox:1.36\n'],
  ['a directive given twice', '# escape=\\\n# escape=`\nFROM busybox:1.36\n'],
  ['comments alone', '# nothing\n\n# here\n'],
  ['nothing at all', ''],
  ['a line that is too long', `FROM busybox:1.36\nRUN echo ${'x'.repeat(70_000)}\n`],
  ['a list that does not close', 'FROM busybox:1.36\nSHELL ["a", "b"\n'],
  ['only a comment between', 'FROM busybox:1.36\nRUN echo \\\n# nothing\n'],
  ['no health check in time', 'FROM busybox:1.36\nHEALTHCHECK --interval=0s --start-period=-1s CMD x\n'],
  ['retries beyond counting', 'FROM busybox:1.36\nHEALTHCHECK --retries=99999999999 CMD x\n'],
  ['a duration of odd units', 'FROM busybox:1.36\nHEALTHCHECK --interval=5x CMD x\n'],
  ['a flag in the middle', 'FROM busybox:1.36\nCOPY a.txt --chown=1 /b\n'],
  ['a flag that is two dashes', 'FROM busybox:1.36\nRUN -- echo x\n'],
  ['lines without end', 'FROM busybox:1.36\nRUN echo \\\n'],
];

/** How a Dockerfile is read. */
export const parsingCases: readonly BuildCase[] = [
  ...refused.map(([name, dockerfile]) => buildCase(name, dockerfile)),
  buildCase(
    'comments, blank lines and continuations',
    `# a comment
   # an indented one
FROM busybox:1.36

RUN echo one \\
 # in between
   && echo two \\
# at the margin
   && echo three
RUN echo "a \\
    b"
ENV A=1 \\
    # no value
    B=2
CMD ["x"] # not a comment
`,
  ),
  buildCase('blank lines within a continuation', 'FROM busybox:1.36\nRUN echo one \\\n\n\n && echo two\n'),
  buildCase(
    'a backtick to escape with',
    '# escape=`\nFROM busybox:1.36\nENV A=a` b B="c`"d" C=C:\\dir D=`$A\nRUN echo one `\n && echo two\n',
  ),
  buildCase('any case, tabs and spaces', 'from busybox:1.36\n\t env\tA=1\n  Run   echo  "$A"\nCmD ["x"]\n'),
  buildCase('lines of Windows', 'FROM busybox:1.36\r\nENV A=1\r\nRUN echo one \\\r\n && echo two\r\nCMD ["x"]\r\n'),
  buildCase('a mark of byte order', '\ufeffFROM busybox:1.36\nENV A=1\n'),
  buildCase('a line that names a frontend', '# syntax=docker/dockerfile:1\n# escape=`\nFROM busybox:1.36\nENV A=1\n'),
  buildCase('a directive too late is a comment', '# a comment\n# escape=`\nFROM busybox:1.36\nENV A=a`b\n'),
  buildCase('a trigger nobody knows is kept', 'FROM busybox:1.36\nONBUILD FOO bar baz\nonbuild  run  echo x\n'),
  buildCase('flags in quotes', 'FROM busybox:1.36\nCOPY --chown="1:2" Dockerfile /x\n'),
  buildCase(
    'names of stages in any case',
    'FROM busybox:1.36 AS First\nFROM first As second\nCOPY --from=FIRST /etc/group /g\n',
  ),
];
