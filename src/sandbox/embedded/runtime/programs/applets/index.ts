import type {Applet} from '../applet.ts';
import {addgroup, adduser, deluser, login, passwd, su} from './accounts.ts';
import {chgrp, chmod, chown, touch, truncate} from './attributes.ts';
import {awk} from './awk.ts';
import {base64} from './base64.ts';
import {bc} from './bc.ts';
import {cat} from './cat.ts';
import {checksum, cksum} from './checksums.ts';
import {comm} from './comm.ts';
import {cmp, strings} from './compare.ts';
import {cp} from './cp.ts';
import {cut} from './cut.ts';
import {cal, date} from './date.ts';
import {dd} from './dd.ts';
import {diff} from './diff.ts';
import {df, du, mount, umount} from './disk.ts';
import {hexdump, od} from './dumps.ts';
import {env, printenv, which} from './environment.ts';
import {expr} from './expr.ts';
import {find} from './find.ts';
import {mkdir, mktemp, rmdir} from './folders.ts';
import {getopt} from './getopt.ts';
import {grep} from './grep.ts';
import {gzip} from './gzip.ts';
import {head} from './head.ts';
import {httpd} from './httpd.ts';
import {groups, id, logname, who, whoami} from './identity.ts';
import {arp, ifconfig, ip, netstat, route} from './interfaces.ts';
import {expand, fold, nl, rev, unexpand} from './lines.ts';
import {basename, dirname, hardLink, ln, pwd, readlink, realpath, unlink} from './links.ts';
import {ls} from './ls.ts';
import {arch, dmesg, dnsdomainname, free, hostname, nproc, uname, uptime} from './machine.ts';
import {mv} from './mv.ts';
import {nc} from './nc.ts';
import {nslookup} from './nslookup.ts';
import {factor, seq, shuf} from './numbers.ts';
import {less, more, vi} from './pagers.ts';
import {paste} from './paste.ts';
import {ping, traceroute} from './ping.ts';
import {ps} from './ps.ts';
import {rm} from './rm.ts';
import {nice, nohup, setsid, sleep, time, timeout, usleep, watch} from './running.ts';
import {echo, printf, test} from './say.ts';
import {sed} from './sed.ts';
import {kill, killall, pgrep, pidof} from './signals.ts';
import {sort} from './sort.ts';
import {split} from './split.ts';
import {stat} from './stat.ts';
import {clear, falseApplet, reset, sync, tee, trueApplet, yes} from './streams.ts';
import {chroot, forbidden, logger, lsof, sysctl} from './system.ts';
import {tac} from './tac.ts';
import {tail} from './tail.ts';
import {tar} from './tar.ts';
import {telnet} from './telnet.ts';
import {stty, tty} from './terminal.ts';
import {top} from './top.ts';
import {tr} from './tr.ts';
import {uniq} from './uniq.ts';
import {wc} from './wc.ts';
import {wget} from './wget.ts';
import {xargs} from './xargs.ts';
import {xxd} from './xxd.ts';

/** Everything busybox can be called by: one line each. */
export const applets: readonly Applet[] = [
  addgroup,
  adduser,
  arch,
  arp,
  awk,
  base64,
  basename,
  bc,
  cal,
  cat,
  checksum,
  chgrp,
  chmod,
  chown,
  chroot,
  cksum,
  clear,
  cmp,
  comm,
  cp,
  cut,
  date,
  dd,
  deluser,
  df,
  diff,
  dirname,
  dmesg,
  dnsdomainname,
  du,
  echo,
  env,
  expand,
  expr,
  factor,
  falseApplet,
  find,
  fold,
  forbidden,
  free,
  getopt,
  grep,
  groups,
  gzip,
  hardLink,
  head,
  hexdump,
  hostname,
  httpd,
  id,
  ifconfig,
  ip,
  kill,
  killall,
  less,
  ln,
  logger,
  login,
  logname,
  ls,
  lsof,
  mkdir,
  mktemp,
  more,
  mount,
  mv,
  nc,
  netstat,
  nice,
  nl,
  nohup,
  nproc,
  nslookup,
  od,
  passwd,
  paste,
  pgrep,
  pidof,
  ping,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  reset,
  rev,
  rm,
  rmdir,
  route,
  sed,
  seq,
  setsid,
  shuf,
  sleep,
  sort,
  split,
  stat,
  strings,
  stty,
  su,
  sync,
  sysctl,
  tac,
  tail,
  tar,
  tee,
  telnet,
  test,
  time,
  timeout,
  top,
  touch,
  tr,
  traceroute,
  trueApplet,
  truncate,
  tty,
  umount,
  uname,
  unexpand,
  uniq,
  unlink,
  uptime,
  usleep,
  vi,
  watch,
  wc,
  wget,
  which,
  who,
  whoami,
  xargs,
  xxd,
  yes,
];
