"""How fast is it, beside what others and the machine can do?"""
