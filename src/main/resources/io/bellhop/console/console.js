// Times in the viewer's zone, copy buttons, and parts of a page that stay up to date. Every page works without it.
'use strict';

const REFRESH_MS = 5000;
const clock = new Intl.DateTimeFormat(undefined, {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

function showLocalTimes(part) {
  for (const time of part.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = clock.format(at);
  }
}

// Takes the parts of the page that change from a new copy of it. A page that is hidden costs the hub nothing.
async function refresh() {
  if (document.visibilityState !== 'visible') return;
  let answer;
  try {
    answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
  } catch {
    return; // The hub does not answer: the page stays as it was, and the next round asks again.
  }
  if (answer.redirected) {
    location.reload(); // The session has ended.
    return;
  }
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    const isInUse = part.contains(document.activeElement) || part.contains(getSelection().anchorNode) && !getSelection().isCollapsed;
    if (!next || isInUse) continue;
    showLocalTimes(next);
    for (const open of part.querySelectorAll('details[open][id]')) {
      const same = next.querySelector('#' + open.id);
      if (same) same.open = true;
    }
    if (next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
}

function stayUpToDate() {
  if (!document.querySelector('[data-live]')) return;
  let isBusy = false;
  const round = async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      await refresh();
    } finally {
      isBusy = false;
    }
  };
  setInterval(round, REFRESH_MS);
  document.addEventListener('visibilitychange', round);
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
  } catch {
    // Without TLS browsers have no clipboard: the text is selected, ready to be copied by hand.
    getSelection().selectAllChildren(button.parentElement.querySelector('.copied'));
    button.textContent = 'Press Ctrl+C';
  }
});

// A click too many would do a thing twice.
document.addEventListener('submit', (event) => {
  for (const button of event.target.querySelectorAll('button')) button.disabled = true;
});
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.disabled = false;
});

showLocalTimes(document);
stayUpToDate();
