import type {Scene} from '../corpus.ts';

const tidy = [
  'rmi klp-b:1 klp-b:2 klp-b:3 klp-b:4 klp-b:5',
  'container prune -f --filter label=klp=1',
  'image prune -f --filter label=klp=1',
];
const padding = 'the real one does not count the end of an archive that a Dockerfile was added to';
const dockerfile = 'FROM busybox:1.36\nLABEL klp=1\nARG V=1\nRUN echo $V > /v\nCOPY f /f\nCMD ["cat", "/f"]\n';

/** Images made by the classic builder. */
export const buildScenes: readonly Scene[] = [
  {
    name: 'builds',
    tidy,
    files: {
      'ctx/Dockerfile': dockerfile,
      'ctx/f': 'content\n',
      'ctx/other.Dockerfile':
        'FROM busybox:1.36 AS first\nLABEL klp=1\nRUN echo 1 > /1\nFROM busybox:1.36\nLABEL klp=1\nCOPY --from=first /1 /2\n',
      'failing/Dockerfile': 'FROM busybox:1.36\nLABEL klp=1\nRUN exit 7\n',
      'broken/Dockerfile': 'FROM busybox:1.36\nLABEL klp=1\nNOSUCH x\n',
      'missing/Dockerfile': 'FROM busybox:1.36\nLABEL klp=1\nCOPY nosuch /\n',
      'empty/.keep': '',
      'ignoring/Dockerfile': 'FROM busybox:1.36\nLABEL klp=1\nCOPY . /all\nRUN find /all -type f | sort\n',
      'ignoring/.dockerignore': '# nothing\n*.log\nnode_modules\n**/tmp\n!keep.log\ndocs/*\n!docs/README.md\n',
      'ignoring/a.log': 'a',
      'ignoring/keep.log': 'k',
      'ignoring/sub/b.log': 'b',
      'ignoring/node_modules/x/y.js': 'y',
      'ignoring/sub/tmp/t': 't',
      'ignoring/docs/a.md': 'a',
      'ignoring/docs/README.md': 'r',
      'ignoring/src/main.c': 'm',
      'outside.Dockerfile': 'FROM busybox:1.36\nLABEL klp=1\nCOPY f /g\n',
    },
    steps: [
      'build -t klp-b:1 --build-arg V=2 --label a=b --no-cache ctx',
      'build -t klp-b:2 --build-arg V=2 --label a=b ctx',
      'build -q -t klp-b:2 ctx',
      'build --no-cache -f ctx/other.Dockerfile -t klp-b:3 ctx',
      'build --no-cache -f other.Dockerfile --target first ctx',
      {docker: 'build --no-cache -f outside.Dockerfile -t klp-b:4 ctx', differs: padding},
      {
        docker: 'build --no-cache -t klp-b:5 -f - ctx',
        stdin: 'FROM busybox:1.36\nLABEL klp=1\nCOPY . /h\n',
        differs: padding,
      },
      `run --rm klp-b:4 cat /g`,
      {docker: 'run --rm klp-b:5 find /h', anyOrder: true},
      {docker: 'build --no-cache -', stdin: 'FROM busybox:1.36\nLABEL klp=1\nRUN echo alone\n'},
      {docker: 'build -', stdin: ''},
      {docker: 'build -f - -', stdin: 'FROM busybox:1.36\nLABEL klp=1\n'},
      'build --no-cache ignoring',
      'build --no-cache --iidfile iid.txt --rm=false ctx',
      'build failing',
      'build -q failing',
      'build broken',
      'build missing',
      'build empty',
      'build nosuch',
      'build ctx/Dockerfile',
      'build -f nosuch ctx',
      'build -t UPPER ctx',
      'build -t klp-b:1 -t a:b:c ctx',
      'build --squash ctx',
      'image build --help=false -q ctx',
      'run --rm klp-b:1',
      `inspect -f '{{.Config.Labels}} {{.Config.Cmd}}' klp-b:1`,
      'builder prune -f --filter unused-for=9999h',
      'builder prune',
    ],
  },
];
