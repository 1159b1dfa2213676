import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs } from '../../src/kernel/words.ts';
import { serveApp } from '../../test/support/chromium.ts';
import { testNow } from '../../test/support/database.ts';
import { loginOf, openHouse, password, type TestHouse } from '../../test/support/house.ts';
import { plannedOuting } from '../../test/support/tablet.ts';
import { installOn, openTablet, removeProfile, type Tablet } from './outing.ts';

type Served = Awaited<ReturnType<typeof serveApp<TestHouse>>>;
let served: Served;
let tablet: Tablet;
let profile = '';

beforeAll(async () => {
  served = await serveApp(() => openHouse({ mode: 'demo' }));
  profile = await mkdtemp(join(tmpdir(), 'jauap-tablet-'));
  tablet = await openTablet(profile, { address: served.address, now: testNow });
});
afterAll(async () => {
  await tablet.context.close();
  await served.end();
  await served.made.end();
  await removeProfile(profile);
});

test('a tablet may put the desk on its home screen: a name and icons of its own in each language, and the browser finds nothing amiss', async () => {
  const strange: string[] = [];
  tablet.page.on('console', (line) => { if (/content security policy|manifest/i.test(line.text())) strange.push(line.text()); });
  await tablet.page.goto('/kk/sign-in');
  await tablet.page.locator('[name=login]').fill(loginOf('reception'));
  await tablet.page.locator('[name=password]').fill(password);
  await tablet.page.locator('[name=password]').press('Enter');
  await tablet.page.waitForURL(/desk/);
  await installOn(tablet.page, await plannedOuting(served.made));
  for (const lang of langs) {
    await tablet.page.goto(`/${lang}/outing-desk`);
    const wire = await tablet.context.newCDPSession(tablet.page);
    const { errors, url, data } = await wire.send('Page.getAppManifest');
    expect([errors, new URL(url).pathname], lang).toEqual([[], `/${lang}/outing-desk/manifest`]);
    const manifest = JSON.parse(data ?? '{}') as { start_url: string; lang: string; name: string; icons: readonly { src: string; sizes: string; purpose: string }[] };
    expect([manifest.start_url, manifest.lang], lang).toEqual([`/${lang}/outing-desk`, lang]);
    for (const { src, sizes } of manifest.icons) {
      const answer = await tablet.page.request.get(src);
      const { format, width, height } = await sharp(await answer.body()).metadata();
      expect([answer.headers()['content-type'], format, `${width}x${height}`], src).toEqual(['image/png', 'png', sizes]);
    }
    const { installabilityErrors } = await wire.send('Page.getInstallabilityErrors');
    expect(installabilityErrors, lang).toEqual([]);
  }
  expect(strange).toEqual([]);
});
