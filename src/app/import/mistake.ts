/** A mistake of whoever runs the import, said in one sentence. Nothing was taken yet. */
export class ImportMistake extends Error {}
