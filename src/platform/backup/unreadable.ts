/** An archive that cannot be believed, or a place that cannot take one: the sentence is for whoever typed the command. */
export class Unreadable extends Error {}
