/** An archive that cannot be believed, a place that cannot take one, or a house other than the one that is served: the sentence is for whoever typed the command. */
export class Unreadable extends Error {}
