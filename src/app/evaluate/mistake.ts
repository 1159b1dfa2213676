/** A mistake of whoever runs the evaluation, said in one sentence. Nothing was measured. */
export class EvaluateMistake extends Error {}
