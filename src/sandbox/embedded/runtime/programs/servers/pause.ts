import type {Program} from '../../process/process.ts';

/** What keeps a Pod's namespaces: it waits to be told to go. https://github.com/kubernetes/kubernetes/tree/master/build/pause */
export const pauseProgram: Program = {
  name: 'pause',
  memoryBytes: 32 << 10,
  async main(process) {
    if (process.argv[1] === '-v') {
      await process.print('pause.c 3.10\n');
      return 0;
    }
    const told = new Promise<string>((resolve) => {
      process.onSignal('SIGTERM', () => resolve('Terminated'));
      process.onSignal('SIGINT', () => resolve('Interrupt'));
    });
    const words = await process.wait(told);
    await process.complain(`Shutting down, got signal: ${words}`);
    return 0;
  },
};
