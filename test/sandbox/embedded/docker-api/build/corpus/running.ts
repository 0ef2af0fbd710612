import {type BuildCase, buildCase} from './build-case.ts';

/** RUN: what it says, and what it leaves in its layer. */
export const runningCases: readonly BuildCase[] = [
  buildCase('output line by line', 'FROM busybox:1.36\nRUN echo one; sleep 0.2; echo two\n'),
  buildCase('output without an end', 'FROM busybox:1.36\nRUN printf "no newline"\n'),
  buildCase('output that is an error', 'FROM busybox:1.36\nRUN echo bad >&2; sleep 0.2; echo good\n'),
  buildCase('a command that changes nothing', 'FROM busybox:1.36\nRUN true\nRUN ["true"]\nCMD ["x"]\n'),
  buildCase('a command as a list has no shell', 'FROM busybox:1.36\nENV A=1\nRUN ["echo", "$A", "a  b"]\n'),
  buildCase('an empty list runs the command of the base', 'FROM busybox:1.36\nRUN []\n'),
  buildCase(
    'a command with a code of its own',
    'FROM busybox:1.36\nRUN echo before\nRUN echo at; exit 3\nRUN echo after\n',
  ),
  buildCase('a list with a code of its own', 'FROM busybox:1.36\nRUN ["/bin/sh", "-c", "exit 4"]\n'),
  buildCase('a command the shell does not know', 'FROM busybox:1.36\nRUN nosuchprogram --x\n'),
  buildCase('a program that is not there', 'FROM busybox:1.36\nRUN ["nosuchprogram", "x"]\n'),
  buildCase('a file that cannot be run', 'FROM busybox:1.36\nRUN ["/etc/passwd"]\n'),
  buildCase(
    'files made, changed and removed',
    `FROM busybox:1.36
RUN mkdir -p /a/b /a/c && echo 1 > /a/b/one && echo 2 > /a/two && ln -s two /a/link && chmod 600 /a/two
RUN rm /a/b/one && echo 22 > /a/two && chmod 750 /a/two
RUN rm -r /a/c && mkdir /a/c && touch /a/c/new && rm /etc/group
RUN mv /a/two /a/three && ln /a/three /a/four && chown 5:6 /a/three && rmdir /a/b
`,
  ),
  buildCase(
    'a directory removed and made again hides what was below',
    `FROM busybox:1.36
RUN mkdir /d && touch /d/old /d/older
RUN rm -r /d && mkdir /d && touch /d/new
`,
  ),
  buildCase(
    'only a mode changed',
    'FROM busybox:1.36\nRUN touch /f && mkdir /d && touch /d/in\nRUN chmod 700 /d\nRUN chmod 640 /f\n',
  ),
  buildCase(
    'who runs it',
    `FROM busybox:1.36
RUN id -u; id -g
RUN mkdir -m 777 /open
USER 1000
RUN id -u; id -g; echo mine > /open/mine
USER 1000:2000
RUN id -g; echo "$HOME"
USER nobody
RUN id -u; echo "$HOME"; touch /open/nobody
`,
  ),
  buildCase(
    'a new owner takes the set-id bit away',
    'FROM busybox:1.36\nRUN touch /f && chmod 4755 /f && chown 5:6 /f\n',
  ),
  buildCase(
    'files of the base removed',
    'FROM busybox:1.36\nRUN rm -r /var /srv && mkdir /var && rmdir /opt\nRUN rm -r /home; echo x > /home\n',
  ),
  buildCase(
    'made and removed within one step',
    'FROM busybox:1.36\nRUN echo x > /tmp/x && rm /tmp/x\nRUN mkdir -p /d/e && rm -r /d\n',
  ),
  buildCase(
    'a step in a pipe and in the background',
    'FROM busybox:1.36\nRUN (sleep 0.1; echo late) & echo a | cat; wait\nRUN cat /etc/passwd | grep -c nobody\n',
  ),
  buildCase(
    'a large output',
    'FROM busybox:1.36\nRUN i=0; while [ $i -lt 300 ]; do echo "line $i of a large output"; i=$((i+1)); done\n',
  ),
  buildCase('a script of the context', 'FROM busybox:1.36\nCOPY run.sh /\nRUN /run.sh arg\n', {
    'run.sh': {text: '#!/bin/sh\necho "ran with $1"\n', mode: 0o755},
  }),
  buildCase('a script nobody may run', 'FROM busybox:1.36\nCOPY run.sh /\nRUN /run.sh\n', {
    'run.sh': '#!/bin/sh\necho ran\n',
  }),
  buildCase('a user nobody knows', 'FROM busybox:1.36\nUSER ghost\nRUN id\n'),
  buildCase('a group nobody knows', 'FROM busybox:1.36\nUSER root:ghosts\nRUN id\n'),
  buildCase(
    'places Docker mounts things at are in no layer',
    'FROM busybox:1.36\nRUN echo "1.2.3.4 x" >> /etc/hosts; echo x > /dev/shm/x; echo y > /tmp/y; hostname > /dev/null\n',
  ),
  buildCase(
    'what goes into a volume is lost',
    `FROM busybox:1.36
RUN mkdir /data && echo before > /data/before
VOLUME /data /more
RUN echo after > /data/after; echo x > /more/x; ls /data
RUN ls /data /more
`,
  ),
  buildCase(
    'where it runs',
    `FROM busybox:1.36
WORKDIR /made/here
RUN pwd; echo x > relative
RUN rm -r /made
RUN pwd
`,
  ),
  buildCase('a working folder that is a file', 'FROM busybox:1.36\nWORKDIR /etc/passwd\n'),
  buildCase('a working folder of nothing', 'FROM busybox:1.36\nWORKDIR ""\n'),
  buildCase(
    'variables while it runs',
    `FROM busybox:1.36
ENV A=1 B="two words"
ARG C=three
RUN echo "$A|$B|$C|$HOME|$PATH|$UNSET|"
RUN export A=2; echo $A
RUN echo $A
`,
  ),
  buildCase('an entry point is not run', 'FROM busybox:1.36\nENTRYPOINT ["false"]\nRUN echo fine\n'),
  buildCase('a health check does not disturb', 'FROM busybox:1.36\nHEALTHCHECK CMD true\nRUN echo fine\n'),
  buildCase('flags of the other builder', 'FROM busybox:1.36\nRUN --mount=type=cache,target=/x true\n'),
  buildCase('the network of the other builder', 'FROM busybox:1.36\nRUN --network=none true\n'),
  buildCase('too little memory', 'FROM busybox:1.36\nRUN true\n', {}, 'memory=1000'),
  buildCase('a network there is not', 'FROM busybox:1.36\nRUN true\n', {}, 'networkmode=k8sl-built-nope'),
  buildCase(
    'no network',
    'FROM busybox:1.36\nRUN cat /sys/class/net/lo/operstate > /dev/null 2>&1; echo ran\n',
    {},
    'networkmode=none',
  ),
  buildCase('more hosts', 'FROM busybox:1.36\nRUN grep -c somewhere /etc/hosts\n', {}, 'extrahosts=somewhere:10.1.2.3'),
  buildCase('a signal there is not', 'FROM busybox:1.36\nSTOPSIGNAL NOPE\n'),
  buildCase('signals of other kinds', 'FROM busybox:1.36\nSTOPSIGNAL 15\nSTOPSIGNAL sigint\n'),
  buildCase('a real-time signal', 'FROM busybox:1.36\nSTOPSIGNAL SIGRTMIN+3\n'),
  buildCase('a signal of number zero', 'FROM busybox:1.36\nSTOPSIGNAL 0\n'),
  buildCase('an empty volume', 'FROM busybox:1.36\nVOLUME $nope\n'),
  buildCase('an empty user', 'FROM busybox:1.36\nUSER 5\nUSER $nope\nRUN id -u\n'),
  buildCase('ports in a range that runs backwards', 'FROM busybox:1.36\nEXPOSE 90-80\n'),
  buildCase('ports with an address', 'FROM busybox:1.36\nEXPOSE 127.0.0.1:8080:80\n'),
  buildCase('ports with an empty protocol', 'FROM busybox:1.36\nEXPOSE 80/\n'),
  buildCase('no port before a protocol', 'FROM busybox:1.36\nEXPOSE /tcp\n'),
  buildCase('a port there is not', 'FROM busybox:1.36\nEXPOSE http\n'),
  buildCase('a port too high', 'FROM busybox:1.36\nEXPOSE 99999\n'),
  buildCase('a protocol there is not', 'FROM busybox:1.36\nEXPOSE 80/icmp\n'),
];
