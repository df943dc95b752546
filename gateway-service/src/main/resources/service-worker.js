// Shows a page of the site where the browser would say that there is no network. Nothing else goes through here: pages always come from
// the site itself, so nobody reads an old one without knowing.
const KEPT = [/* kept */];
const CACHE = 'offline /* version */';

addEventListener('install', event => {
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(KEPT)).then(() => skipWaiting()));
});

addEventListener('activate', event => {
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(name => name !== CACHE).map(name => caches.delete(name))))
    .then(() => clients.claim()));
});

addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What goes through here seems to come from here: the site behind a form must still be seen in Sec-Fetch-Site and Origin.
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    const prefix = KEPT.find(path => path.endsWith('/offline') && path !== '/offline'
      && `${pathname}/`.startsWith(path.replace(/offline$/, '')));
    event.respondWith(fetch(request).catch(async () => {
      const page = await caches.match(prefix ?? '/offline');
      return page ?? Response.error();
    }));
  } else if (origin === location.origin && KEPT.includes(pathname)) {
    // Named by their content, so the kept ones are the right ones.
    event.respondWith(caches.match(request).then(kept => kept ?? fetch(request)));
  }
});
