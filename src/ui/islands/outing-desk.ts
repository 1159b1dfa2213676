import { start } from './outing-desk/start.tsx';

start();
