// Results as one types and chooses: the page at the address of the form is fetched, and its regions take the place of those here. So what
// stands here can be shared at any moment, and is what a page load would have shown.

const WAIT_MILLIS = 120;
const SLOW_MILLIS = 400;
const form = document.getElementById('search-form');
const live = document.querySelector('[data-live]');
const text = form.elements.q;
const failure = document.createElement('p');
let timer;
let request;

failure.className = 'notice warning';
failure.setAttribute('role', 'alert');
failure.hidden = true;
live.before(failure);

// Where there is no script, this button is what sends the choices.
document.querySelector('.filter-actions').hidden = true;

// The same order and the same omissions as the service has in its addresses.
const address = () => {
  const sent = new FormData(form);
  const query = new URLSearchParams();
  const words = text.value.trim();
  if (words) query.append('q', words);
  for (const name of ['kind', 'country', 'status']) {
    for (const value of sent.getAll(name).sort()) query.append(name, value);
  }
  const point = (sent.get('near') ?? '').trim();
  const near = point && form.elements.near.checkValidity()
    ? point.split(',').map(degrees => Number(degrees).toFixed(2)).join(',')
    : '';
  if (near) {
    query.append('near', near);
    if (sent.get('radius') !== '50') query.append('radius', sent.get('radius'));
  }
  const sort = sent.get('sort');
  if (sort && sort !== (near ? 'distance' : words ? 'relevance' : 'name')) query.append('sort', sort);
  return form.action + (query.size > 0 ? `?${query}` : '');
};

const fieldOf = element => element && element.closest('[data-region]') && element.name
  ? `[name="${CSS.escape(element.name)}"]${element.type === 'checkbox' ? `[value="${CSS.escape(element.value)}"]` : ''}`
  : null;

const take = page => {
  // What is chosen in it may have changed here alone, which its markup does not show.
  const sort = page.getElementById('sort').value;
  const focused = fieldOf(document.activeElement);
  for (const region of document.querySelectorAll('[data-region]')) {
    const other = page.getElementById(region.id);
    if (other && region.innerHTML !== other.innerHTML) {
      region.replaceChildren(...other.childNodes);
    }
  }
  form.elements.sort.value = sort;
  if (focused && !document.activeElement?.matches(focused)) {
    document.querySelector(focused)?.focus({ preventScroll: true });
  }
  document.title = page.title;
  document.querySelector('link[rel="canonical"]').href = page.querySelector('link[rel="canonical"]').href;
  page.querySelectorAll('[data-language]').forEach((link, index) => {
    document.querySelectorAll('[data-language]')[index].href = link.getAttribute('href');
  });
  document.dispatchEvent(new Event('lists-changed'));
};

/** Takes the page of an address, then does what has to be done with both. */
const load = async (wanted, done) => {
  request?.abort();
  const mine = request = new AbortController();
  const slow = setTimeout(() => live.setAttribute('aria-busy', 'true'), SLOW_MILLIS);
  try {
    const answer = await fetch(wanted, { signal: mine.signal, headers: { Accept: 'text/html' } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (mine.signal.aborted) return;
    take(page);
    failure.hidden = true;
    done(page);
  } catch (error) {
    if (error.name !== 'AbortError') {
      failure.textContent = live.dataset.failed;
      failure.hidden = false;
    }
  } finally {
    clearTimeout(slow);
    if (request === mine) live.removeAttribute('aria-busy');
  }
};

// A choice is a step of its own in the history, typing is not.
const update = push => {
  const wanted = address();
  return load(wanted, () => history[push ? 'pushState' : 'replaceState'](null, '', wanted));
};

// Set by the order that is usual for what is typed, unless somebody chose one.
let sorted = new URLSearchParams(location.search).has('sort');

text.addEventListener('input', event => {
  if (event.isComposing) return;
  if (!sorted) form.elements.sort.selectedIndex = -1;
  clearTimeout(timer);
  timer = setTimeout(() => update(false), WAIT_MILLIS);
});
text.addEventListener('compositionend', () => {
  clearTimeout(timer);
  timer = setTimeout(() => update(false), WAIT_MILLIS);
});
form.addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(timer);
  update(false);
});
live.addEventListener('change', event => {
  if (!event.target.form || !event.target.name) return;
  if (event.target.name === 'sort') sorted = true;
  if (event.target.name === 'near' && !sorted) form.elements.sort.selectedIndex = -1;
  if (event.target.name === 'radius' && !form.elements.near.value) return;
  update(true);
});
addEventListener('popstate', () => load(location.href, page => {
  for (const id of ['q', 'near', 'radius']) {
    document.getElementById(id).value = page.getElementById(id).value;
  }
  sorted = new URLSearchParams(location.search).has('sort');
}));

const locate = document.querySelector('[data-locate]');
if ('geolocation' in navigator && isSecureContext) {
  const button = locate.querySelector('button');
  locate.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        // About a kilometre: enough to find what is near, and the address that is shared tells no more.
        form.elements.near.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        sorted = false;
        form.elements.sort.selectedIndex = -1;
        update(true);
      },
      () => {
        button.disabled = false;
        failure.textContent = button.dataset.denied;
        failure.hidden = false;
      },
      { timeout: 10_000, maximumAge: 300_000 });
  });
}
