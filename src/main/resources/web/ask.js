// Words between the page and whoever looks at it.
const dialog = document.getElementById('ask');
const said = document.getElementById('said');
let clearing;

/** Whether something that cannot be undone is meant. */
export const sure = (title, text, yes) =>
  new Promise((resolve) => {
    document.getElementById('ask-title').textContent = title;
    document.getElementById('ask-text').textContent = text;
    document.getElementById('ask-yes').textContent = yes;
    dialog.returnValue = 'no';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });

/** The token, when the service asks for one; once at a time. */
export const askToken = (taken) => {
  const prompt = document.getElementById('token');
  if (prompt.open) return;
  prompt.querySelector('form').onsubmit = (event) => taken(new FormData(event.target).get('token').trim());
  prompt.showModal();
};

export const say = (text) => {
  said.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { said.textContent = ''; }, 8000);
};
