/** The acts that are asked of this house and, bundled by lacking-house.ts, of one that lacks some line. */
export { forgetAnswers } from '../../src/app/api/once.ts';
export { read, write } from '../../src/platform/db.ts';
export { answerInterim, approveAndSend, draftAnswer, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
export { assign, take } from '../../src/rooms/appeals/acts/assign.ts';
export { answerClarification } from '../../src/rooms/appeals/acts/clarify.ts';
export { decideExtension } from '../../src/rooms/appeals/acts/extend.ts';
export { openByCode } from '../../src/rooms/appeals/acts/follow.ts';
export { addSomething, giveVerdict, withdraw as withdrawMatter } from '../../src/rooms/appeals/acts/holder.ts';
export { join } from '../../src/rooms/appeals/acts/join.ts';
export { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
export { register } from '../../src/rooms/appeals/acts/register.ts';
export { giveTask } from '../../src/rooms/appeals/acts/task.ts';
export { doInBulk } from '../../src/rooms/assignments/acts/bulk.ts';
export { accept, askHelp, askTime, contribute, decideTime, handOver, report, returnForRework, setController, settle, withdraw } from '../../src/rooms/assignments/acts/task.ts';
export { openWithView, saveView } from '../../src/rooms/assignments/acts/views.ts';
