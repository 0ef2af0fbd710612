import {apiServerUnreachable} from './api-server-unreachable.ts';
import {baseDiffers} from './base-differs.ts';
import {bindOutsideFolder} from './bind-outside-folder.ts';
import {buildContextMissing} from './build-context-missing.ts';
import {buildStepFailed} from './build-step-failed.ts';
import {callRefused} from './call-refused.ts';
import {clusterDiffers} from './cluster-differs.ts';
import {commandExited} from './command-exited.ts';
import {commandSwallowedByEntrypoint} from './command-swallowed-by-entrypoint.ts';
import {connectionClosed} from './connection-closed.ts';
import {containerRemoved} from './container-removed.ts';
import {contextElsewhere} from './context-elsewhere.ts';
import {copySourceMissing} from './copy-source-missing.ts';
import {countDiffers} from './count-differs.ts';
import type {Diagnosis} from './diagnosis.ts';
import {differs} from './differs.ts';
import {dockerNotInstalled} from './docker-not-installed.ts';
import {dockerNotReachable} from './docker-not-reachable.ts';
import {dockerNotRunning} from './docker-not-running.ts';
import {dockerPermissionDenied} from './docker-permission-denied.ts';
import {dockerfileMissing} from './dockerfile-missing.ts';
import {dockerfileNotUnderstood} from './dockerfile-not-understood.ts';
import {emptyBind} from './empty-bind.ts';
import {envDiffers} from './env-differs.ts';
import {envMissing} from './env-missing.ts';
import {execNeedsRunning} from './exec-needs-running.ts';
import {exitedAtOnce} from './exited-at-once.ts';
import {exitedWith} from './exited-with.ts';
import {fieldImmutable} from './field-immutable.ts';
import {fieldUnknown} from './field-unknown.ts';
import {fileDiffers} from './file-differs.ts';
import {fileMissing} from './file-missing.ts';
import {fileNotReadable} from './file-not-readable.ts';
import {fileOutsideFolder} from './file-outside-folder.ts';
import {fileTypeDiffers} from './file-type-differs.ts';
import {httpBodyDiffers} from './http-body-differs.ts';
import {httpHeaderDiffers} from './http-header-differs.ts';
import {httpStatusDiffers} from './http-status-differs.ts';
import {httpTimeout} from './http-timeout.ts';
import {imageBuiltWithoutTag} from './image-built-without-tag.ts';
import {imageMisspelt} from './image-misspelt.ts';
import {imageNotPulledYet} from './image-not-pulled-yet.ts';
import {imageNotTheSame} from './image-not-the-same.ts';
import {inOtherNamespace} from './in-other-namespace.ts';
import {kindUnknown} from './kind-unknown.ts';
import {kubectlNotSent} from './kubectl-not-sent.ts';
import {labelsDoNotMatch} from './labels-do-not-match.ts';
import {limitDiffers} from './limit-differs.ts';
import {limitMissing} from './limit-missing.ts';
import {limitRefused} from './limit-refused.ts';
import {localhostIsItself} from './localhost-is-itself.ts';
import {logsMissing} from './logs-missing.ts';
import {lookingFailed} from './looking-failed.ts';
import {madeUpName} from './made-up-name.ts';
import {manifestRefused} from './manifest-refused.ts';
import {mountRefused} from './mount-refused.ts';
import {mountedElsewhere} from './mounted-elsewhere.ts';
import {nameNotAllowed} from './name-not-allowed.ts';
import {nameNotFoundOnDefaultBridge} from './name-not-found-on-default-bridge.ts';
import {nameOneLetterOff} from './name-one-letter-off.ts';
import {nameTaken} from './name-taken.ts';
import {networkMissing} from './network-missing.ts';
import {noAnswerInCluster} from './no-answer-in-cluster.ts';
import {noCluster} from './no-cluster.ts';
import {noClusterYet} from './no-cluster-yet.ts';
import {noControllerManager} from './no-controller-manager.ts';
import {noReadyEndpoints} from './no-ready-endpoints.ts';
import {noScheduler} from './no-scheduler.ts';
import {noSuchHost} from './no-such-host.ts';
import {noSuchObject} from './no-such-object.ts';
import {nodeNotReady} from './node-not-ready.ts';
import {nodePortRefused} from './node-port-refused.ts';
import {noneOfImage} from './none-of-image.ts';
import {noneSelected} from './none-selected.ts';
import {notDetached} from './not-detached.ts';
import {notInRegistry} from './not-in-registry.ts';
import {notRunYet} from './not-run-yet.ts';
import {notStarted} from './not-started.ts';
import {notThere} from './not-there.ts';
import {nothingListens} from './nothing-listens.ts';
import {nothingListensInside} from './nothing-listens-inside.ts';
import {objectAlreadyThere} from './object-already-there.ts';
import {objectDiffers} from './object-differs.ts';
import {optionAfterImage} from './option-after-image.ts';
import {otherImage} from './other-image.ts';
import {otherSourceMounted} from './other-source-mounted.ts';
import {outOfMemory} from './out-of-memory.ts';
import {paused} from './paused.ts';
import {peerOnOtherNetwork} from './peer-on-other-network.ts';
import {podConfigMissing} from './pod-config-missing.ts';
import {podCrashLoops} from './pod-crash-loops.ts';
import {podEnded} from './pod-ended.ts';
import {podGone} from './pod-gone.ts';
import {podImageNotPulled} from './pod-image-not-pulled.ts';
import {podLivenessRestarts} from './pod-liveness-restarts.ts';
import {podNotReady} from './pod-not-ready.ts';
import {podOutOfMemory} from './pod-out-of-memory.ts';
import {podProgramNotFound} from './pod-program-not-found.ts';
import {podUnschedulable} from './pod-unschedulable.ts';
import {podVolumeNotMounted} from './pod-volume-not-mounted.ts';
import {podsNotMade} from './pods-not-made.ts';
import {policyRefused} from './policy-refused.ts';
import {portNotPublished} from './port-not-published.ts';
import {portTaken} from './port-taken.ts';
import {portsSwapped} from './ports-swapped.ts';
import {programNotExecutable} from './program-not-executable.ts';
import {programNotFound} from './program-not-found.ts';
import {publishedOtherPort} from './published-other-port.ts';
import {publishedPortInside} from './published-port-inside.ts';
import {pullDenied} from './pull-denied.ts';
import {pullInProgress} from './pull-in-progress.ts';
import {pushUntagged} from './push-untagged.ts';
import {pushWithoutRegistry} from './push-without-registry.ts';
import {quizDiffers} from './quiz-differs.ts';
import {quizNotAnswered} from './quiz-not-answered.ts';
import {rateLimited} from './rate-limited.ts';
import {redirectedOutside} from './redirected-outside.ts';
import {registryNeedsTls} from './registry-needs-tls.ts';
import {registryNotReachable} from './registry-not-reachable.ts';
import {restarting} from './restarting.ts';
import {rolloutPaused} from './rollout-paused.ts';
import {rolloutStuck} from './rollout-stuck.ts';
import {runAgainstOtherTarget} from './run-against-other-target.ts';
import {runInDocker} from './run-in-docker.ts';
import {runInsteadOfExec} from './run-instead-of-exec.ts';
import {runOtherwise} from './run-otherwise.ts';
import {sandboxStopped} from './sandbox-stopped.ts';
import {selectorMatchesNothing} from './selector-matches-nothing.ts';
import {serviceNotNodePort} from './service-not-node-port.ts';
import {servicePortDiffers} from './service-port-differs.ts';
import {stillInUse} from './still-in-use.ts';
import {stillRunning} from './still-running.ts';
import {stillTerminating} from './still-terminating.ts';
import {stillThere} from './still-there.ts';
import {stopped} from './stopped.ts';
import {stoppedNotRemoved} from './stopped-not-removed.ts';
import {tagDiffers} from './tag-differs.ts';
import {tagMissing} from './tag-missing.ts';
import {targetPortDiffers} from './target-port-differs.ts';
import {unhealthy} from './unhealthy.ts';
import {volumeNotMounted} from './volume-not-mounted.ts';
import {volumeUnused} from './volume-unused.ts';
import {waitingForCommand} from './waiting-for-command.ts';
import {waitingForHealth} from './waiting-for-health.ts';
import {waitingForNodes} from './waiting-for-nodes.ts';
import {waitingForObject} from './waiting-for-object.ts';
import {waitingForServer} from './waiting-for-server.ts';
import {waitingForStart} from './waiting-for-start.ts';
import {wrongCase} from './wrong-case.ts';
import {wrongNetwork} from './wrong-network.ts';
import {wrongProtocol} from './wrong-protocol.ts';

/**
 * Every cause, in the order in which they are asked: the first that explains a case is told. What Docker answered
 * comes before what can be seen, a likeness before a plain absence, and a container's own end before its properties.
 */
export const causes: readonly Diagnosis[] = [
  // The environment: said by the sandbox itself.
  dockerNotInstalled,
  noCluster,
  apiServerUnreachable,
  dockerNotRunning,
  dockerPermissionDenied,
  dockerNotReachable,
  sandboxStopped,
  fileOutsideFolder,
  fileNotReadable,
  lookingFailed,
  // What Docker (or the guard) answered to the last thing done, and builds that never reached it.
  networkMissing,
  bindOutsideFolder,
  // Before the guard's refusal: a name without a registry is the reason whatever the push was told.
  pushWithoutRegistry,
  policyRefused,
  nameTaken,
  portTaken,
  rateLimited,
  optionAfterImage,
  programNotFound,
  programNotExecutable,
  execNeedsRunning,
  stillInUse,
  limitRefused,
  mountRefused,
  pushUntagged,
  registryNeedsTls,
  imageMisspelt,
  tagMissing,
  pullDenied,
  registryNotReachable,
  noSuchHost,
  buildContextMissing,
  dockerfileMissing,
  dockerfileNotUnderstood,
  copySourceMissing,
  buildStepFailed,
  pullInProgress,
  noSuchObject,
  // What the API server, or kubectl itself, answered to the last thing done.
  fieldUnknown,
  kindUnknown,
  fieldImmutable,
  labelsDoNotMatch,
  objectAlreadyThere,
  nameNotAllowed,
  nodePortRefused,
  contextElsewhere,
  manifestRefused,
  kubectlNotSent,
  callRefused,
  // Not there, though something like it is.
  podGone,
  runInDocker,
  inOtherNamespace,
  containerRemoved,
  wrongCase,
  imageBuiltWithoutTag,
  tagDiffers,
  nameOneLetterOff,
  madeUpName,
  imageNotPulledYet,
  noneOfImage,
  notThere,
  notInRegistry,
  // A Pod that does not run, from the most telling sign on; what makes Pods; what selects them.
  noScheduler,
  podImageNotPulled,
  podProgramNotFound,
  podConfigMissing,
  podVolumeNotMounted,
  podUnschedulable,
  podOutOfMemory,
  podLivenessRestarts,
  podCrashLoops,
  podEnded,
  noControllerManager,
  podsNotMade,
  podNotReady,
  rolloutPaused,
  rolloutStuck,
  serviceNotNodePort,
  servicePortDiffers,
  selectorMatchesNothing,
  noReadyEndpoints,
  targetPortDiffers,
  noAnswerInCluster,
  nodeNotReady,
  stillTerminating,
  waitingForObject,
  waitingForNodes,
  noClusterYet,
  clusterDiffers,
  noneSelected,
  countDiffers,
  objectDiffers,
  // A container that does not run, from the most telling sign to the plain exit code.
  waitingForStart,
  waitingForHealth,
  waitingForCommand,
  notStarted,
  paused,
  restarting,
  outOfMemory,
  nameNotFoundOnDefaultBridge,
  peerOnOtherNetwork,
  localhostIsItself,
  publishedPortInside,
  notDetached,
  stopped,
  commandSwallowedByEntrypoint,
  exitedAtOnce,
  exitedWith,
  stillRunning,
  // How it was made.
  portsSwapped,
  portNotPublished,
  publishedOtherPort,
  otherImage,
  envMissing,
  envDiffers,
  mountedElsewhere,
  volumeNotMounted,
  otherSourceMounted,
  volumeUnused,
  wrongNetwork,
  limitMissing,
  limitDiffers,
  unhealthy,
  imageNotTheSame,
  baseDiffers,
  differs,
  // What it answers.
  waitingForServer,
  nothingListensInside,
  nothingListens,
  connectionClosed,
  httpTimeout,
  wrongProtocol,
  emptyBind,
  httpStatusDiffers,
  httpHeaderDiffers,
  httpBodyDiffers,
  // Files, logs, commands, answers, things that should be gone.
  redirectedOutside,
  fileMissing,
  fileTypeDiffers,
  fileDiffers,
  logsMissing,
  runInsteadOfExec,
  notRunYet,
  runAgainstOtherTarget,
  runOtherwise,
  commandExited,
  quizNotAnswered,
  quizDiffers,
  stoppedNotRemoved,
  stillThere,
];
