/** Attachments of records. The room that owns the record asks its policy, finds the file by its owner text, and only then opens it. */
export { attach, takeUpload } from './acts/take.ts';
export type { Sent } from './acts/take.ts';
export { openFile } from './acts/open.ts';
export { forgetUnattached, rescan } from './acts/tend.ts';
export { filesOf, keptKeys, ownersFile, stillNamed, unattachedNames } from './store.ts';
export { refusalWords } from './words.ts';
export { hashInKey } from './law.ts';
export type { FileKind, FileState, RefusedUpload, StoredFile, Taken } from './law.ts';
export { inScratch } from './storage-scratch.ts';
/** Set once by app from the configuration. */
export { setFileStore } from './storage.ts';
export type { FileStore } from './storage.ts';
export { folderStore } from './storage-folder.ts';
export { s3Store, storeAnswers } from './storage-s3.ts';
export type { S3Config } from './storage-s3.ts';
export { clamdAt, setScanner } from './scan.ts';
export type { Scanner } from './scan.ts';
