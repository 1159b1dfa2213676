/** Staff: accounts, posts held over time, roles, sessions. Read functions take an open transaction; acts open their own. */
export { accountById, accountByLogin, holdersOf, holdsPostIn, peopleByIds, rolesOf } from './store/accounts.ts';
export { acceptInvitation, closeAccount, createAccount, invite } from './acts/accounts.ts';
export { firstPersonRefused, hireFirst, type FirstPerson } from './acts/first.ts';
export { endPost, givePost } from './acts/posts.ts';
export { endAbsence, setAbsence } from './acts/absence.ts';
export { absencesOf, awayOn, type Absence, type AwayNow } from './store/absence.ts';
export { awayText } from './words/absence.ts';
export { endSession, sessionActor, signOut, signOutEverywhere } from './acts/sessions.ts';
export { sessionsOf } from './store/sessions.ts';
export { signIn, type SignIn } from './acts/signin.ts';
export { changePassword, confirmTotp, removeTotp, removeTotpOf, startTotp } from './acts/own.ts';
export { passkeyRegisterOptions, passkeyRegisterVerify, passkeySignInOptions, passkeySignInVerify, removePasskey } from './acts/passkeys.ts';
export { oidcSignIn } from './acts/oidc.ts';
export { passkeysOf } from './store/keys.ts';
export { siteAt, type Site } from './passkeys.ts';
export { setPeopleSecret } from './crypto.ts';
export { callerOf } from './law.ts';
export type { Account, Passkey, Post, Role, Session } from './law.ts';
