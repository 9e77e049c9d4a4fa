"""What `dbep build --watch` needs of the machine: to see that files change, and to show pages to a browser of this machine."""
