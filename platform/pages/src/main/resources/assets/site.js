// What every page does beyond plain HTML: suggestions under the search boxes, boxes that narrow a long list, and the page that is
// shown without a network. All of it is an extra: without this script the forms and links do the same with a page load.

const language = document.documentElement.lang;
const prefix = language === 'en' ? '' : `/${language}`;
const WAIT_MILLIS = 90;
const RETRY_MILLIS = 2000;
const SHOWN = 7;

if ('serviceWorker' in navigator) {
  addEventListener('load', () => navigator.serviceWorker.register('/service-worker.js').catch(() => {}));
}

// A page that waits for the network asks for what it stands for now and then, and comes back with it.
for (const link of document.querySelectorAll('[data-reload]')) {
  let timer;
  let trying = false;
  const again = async () => {
    clearTimeout(timer);
    if (trying) return;
    trying = true;
    try {
      await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      location.reload();
    } catch {
      timer = setTimeout(again, RETRY_MILLIS);
    } finally {
      trying = false;
    }
  };
  // Opened at its own address, it stands for nothing else.
  if (location.pathname.endsWith('/offline')) {
    link.href = `${prefix}/`;
    continue;
  }
  timer = setTimeout(again, RETRY_MILLIS);
  addEventListener('online', again);
  link.addEventListener('click', event => {
    event.preventDefault();
    again();
  });
}

// Boxes that narrow a list: every item that does not contain what is typed is hidden.
const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const narrow = box => {
  const wanted = folded(box.value.trim());
  for (const item of document.getElementById(box.dataset.find)?.querySelectorAll('[data-item]') ?? []) {
    item.hidden = !folded(item.dataset.item).includes(wanted);
  }
  for (const group of document.getElementById(box.dataset.find)?.querySelectorAll('[data-group]') ?? []) {
    group.hidden = !group.querySelector('[data-item]:not([hidden])');
  }
};

const prepareLists = () => {
  for (const box of document.querySelectorAll('[data-find]')) {
    box.closest('[hidden]')?.removeAttribute('hidden');
    narrow(box);
  }
};

document.addEventListener('input', event => {
  if (event.target.dataset?.find) narrow(event.target);
});
document.addEventListener('keydown', event => {
  // Enter in such a box would send the form around it.
  if (event.key === 'Enter' && event.target.dataset?.find) event.preventDefault();
});
prepareLists();
document.addEventListener('lists-changed', prepareLists);

// Suggestions: a combobox with a list (WAI-ARIA Authoring Practices, "Combobox With List Autocomplete").
const places = 'DisplayNames' in Intl ? new Intl.DisplayNames([language], { type: 'region' }) : null;

const suggest = (form, number) => {
  const input = form.querySelector('input[type="search"]');
  const list = document.createElement('ul');
  const status = document.createElement('p');
  let options = [];
  let chosen = -1;
  let timer;
  let request;
  let shownFor;

  list.id = `suggestions-${number}`;
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.dataset.suggest);
  list.hidden = true;
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  form.append(list, status);

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const choose = index => {
    options[chosen]?.setAttribute('aria-selected', 'false');
    chosen = index;
    const option = options[chosen];
    if (option) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', option.id);
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  };

  const option = (hit, index) => {
    const item = document.createElement('li');
    const name = document.createElement('span');
    const where = document.createElement('span');
    item.id = `${list.id}-${index}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.href = `${prefix}/organizations/${hit.slug}`;
    name.className = 'name';
    name.dir = 'auto';
    // Escaped by the service, with nothing but mark elements in it.
    name.innerHTML = hit.highlights.name;
    where.className = 'where';
    where.textContent = [hit.city, places?.of(hit.country) ?? hit.country].filter(Boolean).join(', ');
    item.append(name, where);
    return item;
  };

  const show = result => {
    options = result.hits.map(option);
    list.replaceChildren(...options);
    status.textContent = options.length === 0 ? '' : `${form.dataset.suggest}: ${options.length}`;
    chosen = -1;
    list.hidden = options.length === 0 || document.activeElement !== input;
    input.setAttribute('aria-expanded', String(!list.hidden));
    input.removeAttribute('aria-activedescendant');
  };

  const look = async () => {
    const text = input.value.trim();
    request?.abort();
    if (text.length < 2) {
      shownFor = undefined;
      close();
      return;
    }
    if (text === shownFor) {
      return;
    }
    request = new AbortController();
    try {
      const answer = await fetch(
        `/api/v1/search?${new URLSearchParams({ q: text, limit: SHOWN, facets: false })}`,
        { signal: request.signal, headers: { Accept: 'application/json' } });
      const result = answer.ok ? await answer.json() : { hits: [] };
      if (input.value.trim() === text) {
        shownFor = text;
        show(result);
      }
    } catch (error) {
      // No network: the form still says so.
      if (error.name !== 'AbortError') close();
    }
  };

  input.addEventListener('input', () => {
    // What was chosen was chosen for another text.
    choose(-1);
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MILLIS);
  });
  input.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open && options.length > 0 && shownFor === input.value.trim()) {
        list.hidden = false;
        input.setAttribute('aria-expanded', 'true');
      }
      if (!list.hidden) {
        event.preventDefault();
        const steps = options.length + 1;
        choose((chosen + 1 + (event.key === 'ArrowDown' ? 1 : steps - 1)) % steps - 1);
      }
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && open && chosen >= 0) {
      event.preventDefault();
      location.assign(options[chosen].dataset.href);
    } else if (event.key === 'Tab') {
      close();
    }
  });
  list.addEventListener('pointerdown', event => {
    // Before the box loses the focus and closes the list.
    event.preventDefault();
  });
  list.addEventListener('click', event => {
    const item = event.target.closest('[role="option"]');
    if (item) location.assign(item.dataset.href);
  });
  input.addEventListener('blur', close);
  form.addEventListener('submit', close);
};

document.querySelectorAll('form[data-suggest]').forEach(suggest);
