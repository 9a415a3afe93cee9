// What is said if the page cannot be put together; the text above stays readable.

function sayProblem(problem) {
  const note = document.createElement('p');
  note.className = 'banner';
  note.setAttribute('role', 'alert');
  note.textContent = `Charts and table cannot be shown (${problem.message}); report.json beside this file holds all numbers.`;
  document.body.prepend(note);
  throw problem;
}
