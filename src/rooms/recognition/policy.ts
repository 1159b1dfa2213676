import { system } from '../../kernel/actor.ts';
import { mint, type Permit } from '../../kernel/permit.ts';

/** Learning follows from a decision whose own policy was asked; nobody learns or forgets by hand but the command line. */
export const mayLearn = (): Permit<'recognition.learn'> => mint('recognition.learn', system('recognition'));
