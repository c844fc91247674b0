"""The jail: strangers' files are opened in a child process that can hurt nothing but itself.

`cell` is the parent's side: it starts the child, waits, and ends it with everything it started. `inside` is the child:
it shuts the doors behind itself (`fence`), then reads. What comes back is a folder of plain files, checked by `answer` as
if a stranger had written it. No Django on either side.
"""
