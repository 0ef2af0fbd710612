import {imageUser} from './runtime/images/image-user.ts';
const main = async () => {
const u = await imageUser();
console.log(await u.run('busybox', 'sh', '-c', 'set -- "${X:-}"; echo $#; set -- "${X-}"; echo $#; set -- "$X"; echo $#; set -- "${X:-""}" "${X:+}" a"${X:-}"; echo $#'));
process.exit(0);
};
setTimeout(() => { console.log('timeout'); process.exit(1); }, 45000);
main();
